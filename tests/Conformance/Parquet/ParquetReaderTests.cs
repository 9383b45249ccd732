using System.Globalization;
using System.Text.Json.Nodes;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;

namespace LlmSentinel.Conformance.Parquet;

/// <summary>An exported Parquet file, read by somebody else's reader (hyparquet, in Node).</summary>
public sealed class ParquetReaderTests
{
    private static readonly string Folder = RepositoryRoot.Combine("tests", "Conformance", "node");

    [Fact]
    public async Task AnotherReader_SeesTheSameValues_OfTheTypesThatAreDocumented()
    {
        var node = External.RequireOrSkip("node");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "hyparquet")))
            External.MissingOrSkip("The JavaScript packages are not installed; ./test.sh installs them.");
        using var folder = new TempDirectory();
        var exchanges = Enumerable.Range(0, 40_000).Select(Vary).ToList();
        await WriteAsync(folder.File("all.parquet"), exchanges);

        var run = await ProcessRun.RunAsync(node, ["parquet.mjs", folder.File("all.parquet"), "id", "started_at", "app", "streamed", "ttft_ms", "input_tokens", "cost_usd"], Folder);

        Assert.True(run.ExitCode == 0, run.Error);
        var read = JsonNode.Parse(run.Output)!;
        Assert.Equal(2, read["groups"]!.GetValue<int>());
        Assert.Equal("BYTE_ARRAY STRING REQUIRED", Column(read, "id"));
        Assert.Equal("INT64 TIMESTAMP MICROS REQUIRED", Column(read, "started_at"));
        Assert.Equal("DOUBLE OPTIONAL", Column(read, "ttft_ms"));
        Assert.Equal("INT64 INTEGER OPTIONAL", Column(read, "input_tokens"));
        Assert.Equal("FIXED_LEN_BYTE_ARRAY DECIMAL OPTIONAL", Column(read, "cost_usd"));
        Assert.Equal("BOOLEAN REQUIRED", Column(read, "streamed"));
        Assert.Equal(exchanges.Select(Expected), read["rows"]!.AsArray().Select(row => Seen(row!)));
    }

    private static string Column(JsonNode read, string name) => read["columns"]![name]!.GetValue<string>();

    private static Exchange Vary(int i) => SampleExchange.Chat with
    {
        Id = Guid.CreateVersion7(SampleExchange.Start),
        StartedAt = SampleExchange.Start.AddMilliseconds(i),
        App = i % 3 == 0 ? null : $"app {i % 100} 日本語",
        Streamed = i % 2 == 0,
        Timing = SampleExchange.Chat.Timing with { TimeToFirstToken = i % 5 == 0 ? null : TimeSpan.FromMicroseconds(i) },
        Usage = SampleExchange.Chat.Usage with { InputTotal = i % 7 == 0 ? null : i * 1_000_000_000L },
        Cost = SampleExchange.Chat.Cost with { Total = i % 11 == 0 ? null : i / 1000m },
    };

    private static (string, string, string?, bool, double?, string?, double?) Expected(Exchange e) => (
        e.Id.ToString(), e.StartedAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture), e.App, e.Streamed,
        e.Timing.TimeToFirstToken?.TotalMilliseconds, e.Usage.InputTotal?.ToString(CultureInfo.InvariantCulture),
        e.Cost.Total is { } dollars ? double.Round((double)dollars, 6) : null);

    // Its reader has no type for decimals: it gives the nearest number.
    private static (string, string, string?, bool, double?, string?, double?) Seen(JsonNode row) => (
        row["id"]!.GetValue<string>(), row["started_at"]!.GetValue<string>(), row["app"]?.GetValue<string>(), row["streamed"]!.GetValue<bool>(),
        row["ttft_ms"]?.GetValue<double>(), row["input_tokens"]?.GetValue<string>(),
        row["cost_usd"] is { } dollars ? double.Round(dollars.GetValue<double>(), 6) : null);

    private static async Task WriteAsync(string path, IReadOnlyList<Exchange> exchanges)
    {
        await using var file = File.Create(path);
        await using var writer = ExchangeFormats.Writer(ExportFormat.Parquet, file);
        await writer.WriteAsync(exchanges, CancellationToken.None);
        await writer.CompleteAsync(CancellationToken.None);
    }
}
