using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Docs;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Conventions;

/// <summary>Constants, the table of instruments and docs/metrics.md say the same.</summary>
public partial class MetricNameTests
{
    // The meter's own name is not a metric.
    private static readonly IReadOnlyList<string> Names =
        [.. typeof(MetricNames).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(field => field.IsLiteral && field.Name != nameof(MetricNames.Meter))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal)];

    [Fact]
    public void EveryName_HasOneInstrument() =>
        Assert.Equal(Names, Instruments.All.Select(instrument => instrument.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void EveryInstrument_IsDocumented() =>
        GeneratedBlock.IsUpToDate("docs/metrics.md", [.. Instruments.All.OrderBy(instrument => instrument.Name, StringComparer.Ordinal).Select(Row)]);

    [Fact]
    public void Names_AreLowerCaseWordsInOneOfTwoSpaces() => Assert.All(Names, name => Assert.Matches(Form(), name));

    private static string Row(InstrumentDefinition instrument)
    {
        var unit = instrument.Unit.Length == 0 ? "1" : instrument.Unit;
        var labels = string.Join(", ", instrument.Tags.Select(tag => $"`{tag}`"));
        return $"| `{instrument.Name}` | `{instrument.PrometheusName}` | {instrument.Kind} | {unit} | {(labels.Length == 0 ? "none" : labels)} | {instrument.Description} | {Buckets(instrument)} |";
    }

    private static string Buckets(InstrumentDefinition instrument) => instrument.Buckets is null ? ""
        : string.Join(", ", instrument.Buckets.Select(bound => ((decimal)bound).ToString(CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"^(gen_ai|llmsentinel)(\.[a-z][a-z0-9_]*)+$")]
    private static partial Regex Form();
}
