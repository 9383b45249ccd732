namespace LlmSentinel.Core.Telemetry;

/// <summary>What an instrument does with its values.</summary>
public enum InstrumentKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>The last value.</summary>
    Gauge,

    /// <summary>Counts by bucket, with sum and count.</summary>
    Histogram,
}

/// <summary>One instrument: all that documentation and exporters need to know of it.</summary>
/// <param name="Name">Name, of <see cref="MetricNames"/>.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Unit">UCUM unit; in braces where it is only a word.</param>
/// <param name="Description">One sentence.</param>
/// <param name="Tags">Every label it may carry, in the order they are given.</param>
/// <param name="Buckets">Upper bounds, histograms only.</param>
public sealed record InstrumentDefinition(
    string Name, InstrumentKind Kind, string Unit, string Description, IReadOnlyList<string> Tags, IReadOnlyList<double>? Buckets = null)
{
    /// <summary>Name in Prometheus, by OpenTelemetry's own rules: dots become underscores, unit and <c>_total</c> are appended.</summary>
    public string PrometheusName { get; } = ToPrometheusName(Name, Kind, Unit);

    /// <summary>A label's name in Prometheus.</summary>
    public static string ToPrometheusLabel(string tag) => tag.Replace('.', '_');

    private static string ToPrometheusName(string name, InstrumentKind kind, string unit)
    {
        var text = name.Replace('.', '_');
        var suffix = unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        if (!text.EndsWith(suffix, StringComparison.Ordinal))
            text += suffix;
        return kind == InstrumentKind.Counter ? text + "_total" : text;
    }
}
