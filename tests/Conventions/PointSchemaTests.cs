using LlmSentinel.Conventions.Docs;
using LlmSentinel.Core.Recording.Points;

namespace LlmSentinel.Conventions;

/// <summary>The points of InfluxDB and docs/metrics.md say the same.</summary>
public class PointSchemaTests
{
    [Fact]
    public void EveryTagAndField_IsDocumented() =>
        GeneratedBlock.IsUpToDate("docs/metrics.md", [.. ExchangePoints.Columns.Select(Row)], "| `llm_exchange` |");

    [Fact]
    public void EveryTagAndFieldOfSums_IsDocumented() => GeneratedBlock.IsUpToDate(
        "docs/metrics.md",
        [
            .. RollupPoints.Columns.Select(Row),
            .. RollupPoints.Durations.SelectMany(duration => RollupPoints.DurationColumns.Select(column => Row(column with { Name = duration + column.Name }))),
        ],
        "| `llm_exchange_1m`");

    [Fact]
    public void Names_AreThereOnce() =>
        Assert.Equal(ExchangePoints.Columns.Count, ExchangePoints.Columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count());

    private static string Row(PointField field) =>
        $"| `{field.Name}` | {field.Type} | {(field.Unit.Length == 0 ? "" : $"{field.Unit} ")}| {field.Meaning} |";
}
