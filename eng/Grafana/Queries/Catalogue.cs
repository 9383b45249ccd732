using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Reserved;

namespace LlmSentinel.Grafana.Queries;

/// <summary>Every metric a dashboard may ask for: those the sentinel has and those later versions bring.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, InstrumentDefinition> ByName =
        Instruments.All.Concat(ReservedInstruments.All).ToDictionary(d => d.Name, StringComparer.Ordinal);

    /// <summary>The definition of a metric.</summary>
    /// <exception cref="ArgumentException">There is no such metric.</exception>
    public static InstrumentDefinition Get(string metric) =>
        ByName.GetValueOrDefault(metric) ?? throw new ArgumentException($"There is no metric '{metric}'.", nameof(metric));

    /// <summary>A metric's labels as Prometheus has them.</summary>
    public static IReadOnlyList<string> Labels(string metric) => [.. Get(metric).Tags.Select(InstrumentDefinition.ToPrometheusLabel)];
}
