using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Storage.Sqlite;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Functional.Exporting;

/// <summary><c>sentinel export</c> and <c>sentinel import</c> as processes, on databases in a folder.</summary>
internal static class Transfer
{
    /// <summary>Runs a verb on a database of the folder.</summary>
    public static Task<ProcessRun> RunAsync(this TempDirectory folder, string database, string? input, params string[] arguments) =>
        folder.RunAsync([("store.path", folder.File(database))], input, arguments);

    /// <summary>Runs a verb with settings.</summary>
    public static Task<ProcessRun> RunOnAsync(this TempDirectory folder, (string, string)[] settings, params string[] arguments) =>
        folder.RunAsync(settings, input: null, arguments);

    /// <summary>The same, which must end well.</summary>
    public static async Task<ProcessRun> SucceedAsync(this TempDirectory folder, string database, params string[] arguments)
    {
        var run = await folder.RunAsync(database, null, arguments);
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }

    /// <summary>A database with exchanges a minute apart that differ in most of their fields, the last of them an hour ago.</summary>
    public static async Task<List<Exchange>> SeedAsync(this TempDirectory folder, string database, int count)
    {
        var start = TimeProvider.System.GetUtcNow().AddHours(-1);
        var end = new DateTimeOffset(start.Ticks - (start.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        var exchanges = Enumerable.Range(0, count).Select(i => Vary(i, end.AddMinutes(i - count))).ToList();
        await using var store = new SqliteExchangeStore(
            new StoreOptions { Path = folder.File(database), Retention = TimeSpan.Zero }, TimeProvider.System, NullLoggerFactory.Instance);
        foreach (var exchange in exchanges)
            store.Record(exchange);
        Assert.True(await store.FlushAsync(Eventually.DefaultDeadline), store.Problem);
        return exchanges;
    }

    private static Task<ProcessRun> RunAsync(this TempDirectory folder, (string, string)[] settings, string? input, string[] arguments) =>
        ProcessRun.RunAsync(
            Path.Combine(AppContext.BaseDirectory, "sentinel"), arguments, folder.Path,
            SidecarUnderTest.Environment(folder, settings).ToDictionary(pair => pair.Key, pair => (string?)pair.Value), input);

    private static Exchange Vary(int i, DateTimeOffset start) => SampleExchange.Chat with
    {
        Id = Guid.CreateVersion7(start),
        StartedAt = start.AddMicroseconds(i),
        Upstream = i % 3 == 0 ? "openai" : "local",
        RequestModel = "alias",
        ResponseModel = i % 2 == 0 ? "gpt-5.4" : null,
        App = (i % 5) switch { 0 => null, 1 => "", 2 => "=cmd|' /C calc'!A1", 3 => "a,\"b\"\r\nc", _ => "日本語 🙂" },
        Outcome = (ExchangeOutcome)(i % 7),
        RateLimit = i % 4 == 0 ? null : SampleExchange.Chat.RateLimit,
        Cost = i % 6 == 0 ? ExchangeCost.Unknown : SampleExchange.Chat.Cost with { Total = i / 7m },
        Timing = SampleExchange.Chat.Timing with { Duration = TimeSpan.FromMicroseconds(i * 1001), TimeToFirstToken = i % 2 == 0 ? null : TimeSpan.FromMicroseconds(i) },
        Events = i,
        ServerAddress = null,
        ServerPort = null,
    };
}
