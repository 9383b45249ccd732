namespace LlmSentinel.Grafana.Description;

/// <summary>Events drawn into every graph.</summary>
/// <param name="Name">Name of the switch at the top of the dashboard.</param>
/// <param name="Colour">Colour of the lines.</param>
/// <param name="Prometheus">PromQL whose values are times in milliseconds.</param>
/// <param name="PrometheusText">Text of an event, from labels.</param>
/// <param name="Influx">InfluxQL with a column <c>text</c>.</param>
internal sealed record Annotation(string Name, string Colour, string Prometheus, string PrometheusText, string Influx);
