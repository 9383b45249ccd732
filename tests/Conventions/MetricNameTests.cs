using System.Reflection;
using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Docs;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Conventions;

/// <summary>Constants and docs/metrics.md say the same.</summary>
public partial class MetricNameTests
{
    // The meter's own name is not a metric.
    private static readonly IReadOnlyList<string> Names =
        [.. typeof(MetricNames).GetFields(BindingFlags.Static | BindingFlags.Public)
            .Where(field => field.IsLiteral && field.Name != nameof(MetricNames.Meter))
            .Select(field => (string)field.GetRawConstantValue()!)];

    private static IEnumerable<string[]> Rows => MarkdownTable.Rows("docs/metrics.md")
        .Where(row => row[0].StartsWith("gen_ai.", StringComparison.Ordinal) || row[0].StartsWith("llmsentinel.", StringComparison.Ordinal));

    [Fact]
    public void EveryMetric_IsDocumentedOnce() =>
        Assert.Equal(Names.Order(StringComparer.Ordinal), Rows.Select(row => row[0]).Order(StringComparer.Ordinal));

    [Fact]
    public void Documentation_IsSortedAndComplete()
    {
        var names = Rows.Select(row => row[0]).ToArray();

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.All(Rows, row => Assert.All(row, cell => Assert.NotEmpty(cell)));
    }

    [Fact]
    public void Names_AreLowerCaseWordsInOneOfTwoSpaces() => Assert.All(Names, name => Assert.Matches(Form(), name));

    [GeneratedRegex(@"^(gen_ai|llmsentinel)(\.[a-z][a-z0-9_]*)+$")]
    private static partial Regex Form();
}
