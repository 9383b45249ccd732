using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LlmSentinel.Sentinel.Exporting.Columns;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Exporting;

public sealed class JsonLinesTests
{
    [Fact]
    public async Task EveryColumn_StandsWhereItsTableSays()
    {
        var row = new FlatRow();
        FlatExchange.Write(SampleExchange.Chat, row);
        var line = JsonNode.Parse(await Transferred.WriteAsync(ExportFormat.JsonLines, SampleExchange.Chat))!;

        foreach (var (place, column) in ExportColumns.All.Index())
        {
            var json = column.Json.Split('.').Aggregate<string, JsonNode?>(line, (node, name) => node?[name]);
            Assert.Equal((column.Name, Flat(row, place, column.Kind)), (column.Name, json?.ToString()));
        }
    }

    [Theory]
    [InlineData("\"outcome\":\"ok\"", "\"outcome\":\"fine\"", "outcome: 'fine'")]
    [InlineData("\"method\":\"POST\",", "", "method")]
    [InlineData("\"method\":\"POST\",", "\"method\":null,", "method")]
    [InlineData("\"method\":\"POST\",", "\"method\":\"POST\",\"colour\":1,", "'colour'")]
    [InlineData("\"durationMs\":2500", "\"durationMs\":\"soon\"", "timing.durationMs")]
    [InlineData("\"durationMs\":2500", "\"durationMs\":1e300", "timing.durationMs")]
    [InlineData("{", "", "could not be converted")]
    [InlineData("}", "", "'usage'")]
    public async Task Read_AValueThatCannotBe_IsABadRowThatNamesIt(string good, string bad, string problem)
    {
        var line = Encoding.UTF8.GetString(await Transferred.WriteAsync(ExportFormat.JsonLines, SampleExchange.Chat));
        var at = line.IndexOf(good, StringComparison.Ordinal);

        var read = await Transferred.ReadAsync(ExportFormat.JsonLines, $"{line}\n{line[..at]}{bad}{line[(at + good.Length)..]}{line}");

        Assert.Equal([1, 3, 4], read.Select(row => row.Line));
        Assert.Contains(problem, read[1].Problem, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("LlmSentinel", read[1].Problem, StringComparison.Ordinal);
        Assert.NotNull(read[2].Exchange);
    }

    // As a number or a word of JSON reads: what is not known is not there.
    private static string? Flat(FlatRow row, int place, ColumnKind kind) => kind switch
    {
        ColumnKind.Text or ColumnKind.Word => row.Texts[place],
        ColumnKind.Money => row.Money[place] is { } dollars ? JsonValue.Create(dollars).ToString() : null,
        ColumnKind.Time => DateTimeOffset.UnixEpoch.AddTicks(row.Numbers[place]!.Value * 10).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture),
        ColumnKind.Flag => row.Numbers[place] == 1 ? "true" : "false",
        ColumnKind.Duration => row.Numbers[place] is { } ticks ? JsonValue.Create(ticks / 10_000.0).ToString() : null,
        _ => row.Numbers[place] is { } number ? JsonValue.Create(number).ToString() : null,
    };
}
