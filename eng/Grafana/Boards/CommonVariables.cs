using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;

namespace LlmSentinel.Grafana.Boards;

/// <summary>The choices every dashboard has; each narrows the next.</summary>
internal static class CommonVariables
{
    private static readonly string Exchanges = PromQl.Name(MetricNames.Exchanges);

    /// <summary>Upstream, model, application.</summary>
    public static IReadOnlyList<Variable> All { get; } =
    [
        new("upstream", "Upstream", $"label_values({Exchanges}, upstream)", InfluxQl.TagValues(Measurements.Exchange, "upstream")),
        new("model", "Model",
            $"label_values({Exchanges}{{upstream=~\"$upstream\"}}, model)",
            InfluxQl.TagValues(Measurements.Exchange, "model", InfluxQl.Chosen("upstream"))),
        new("app", "Application",
            $"label_values({Exchanges}{{upstream=~\"$upstream\", model=~\"$model\"}}, app)",
            InfluxQl.TagValues(Measurements.Exchange, "app", $"{InfluxQl.Chosen("upstream")} AND {InfluxQl.Chosen("model")}")),
    ];
}
