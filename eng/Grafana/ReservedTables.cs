using System.Text;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Reserved;

namespace LlmSentinel.Grafana;

/// <summary>The tables of docs/metrics.md that tell what later versions write.</summary>
internal static class ReservedTables
{
    public const string Document = "docs/metrics.md";

    /// <summary>The document with the tables as they must be.</summary>
    public static string Replace(string document) => Put(Put(document, "reserved-metrics", Metrics()), "reserved-measurements", MeasurementRows());

    private static string Metrics()
    {
        var text = new StringBuilder("| Name | Prometheus | Kind | Unit | Labels | Meaning |\n|---|---|---|---|---|---|\n");
        foreach (var metric in ReservedInstruments.All)
        {
            var labels = string.Join(", ", metric.Tags.Select(tag => $"`{tag}`"));
            text.Append(null, $"| `{metric.Name}` | `{metric.PrometheusName}` | {metric.Kind} | {(metric.Unit.Length == 0 ? "1" : metric.Unit)} | {labels} | {metric.Description} |\n");
        }

        return text.ToString();
    }

    private static string MeasurementRows()
    {
        var text = new StringBuilder("| Measurement | Tag `evaluator` | Tag `outcome` | Fields |\n|---|---|---|---|\n");
        foreach (var measurement in ReservedMeasurements.All)
        {
            var fields = string.Join("; ", measurement.Fields.Select(field => $"`{field.Name}` ({field.Type}): {field.Meaning}"));
            text.Append(null, $"| `{measurement.Name}` | {measurement.Evaluator} | {measurement.Outcome} | {fields} |\n");
        }

        return text.ToString();
    }

    private static string Put(string document, string name, string content)
    {
        var begin = $"<!-- {name}:begin -->\n";
        var from = document.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        var to = document.IndexOf($"<!-- {name}:end -->", StringComparison.Ordinal);
        if (from < begin.Length || to < from)
            throw new InvalidOperationException($"{Document} has no part '{name}'.");
        return document[..from] + content + document[to..];
    }
}
