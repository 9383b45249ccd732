using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Ledger;

/// <summary>
/// The whole way to the server under everything that may happen on it. Of every exchange the recording process said first that it is about
/// to be recorded, then that the spool acknowledged it. At a kill the last few may be one and not yet the other: those may be on the
/// server or not. All that were acknowledged must be, nothing else may, and nothing twice. SENTINEL_LEDGER_SEED repeats a run's dice.
/// </summary>
public sealed class LossLedgerTests(ITestOutputHelper output)
{
    private const int Total = 100_000;
    private const int Kills = 20;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact, Slow]
    public async Task KilledTwentyTimesBeforeAFailingServer_EveryAcknowledgedExchangeIsThereOnce()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SENTINEL_LEDGER_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set
            : new Random().Next();
        Print($"SENTINEL_LEDGER_SEED={seed}");
        var started = Stopwatch.GetTimestamp();
        await using var server = await InfluxServer.StartAsync();
        await using var proxy = await FaultProxy.StartAsync(server.Url, seed);
        using var folder = new TempDirectory();
        var ledger = new Ledger(Total);

        var random = new Random(seed);
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill is 5 or 12)
                await server.KillAsync();
            if (kill is 7 or 13)
                await server.RunAsync();
            await RunAndKillAsync(folder, proxy, ledger, Total / (Kills + 1) * (kill + 1), random);
        }

        using (var last = new RecordingProcess(folder.File("spool"), proxy.Url, ledger, Total))
            await Eventually.CompletesAsync(last.CompleteAsync(), "everything is delivered", Patience);

        Assert.True(ledger.Delivered);
        await CompareAsync(ledger, server);
        var faults = string.Join(", ", Enum.GetValues<Fault>().Select(f => $"{f} {proxy.Count(f)}"));
        Print($"{ledger.Spooled} acknowledged, {Kills} kills, {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; writes: {faults}");
    }

    /// <summary>Kills it after some acknowledged exchange, at once or while a write is on its way.</summary>
    private static async Task RunAndKillAsync(TempDirectory folder, FaultProxy proxy, Ledger ledger, int end, Random random)
    {
        var target = ledger.Spooled + random.Next(end - ledger.Next);
        var inAWrite = random.Next(2) == 0;
        using var process = new RecordingProcess(folder.File("spool"), proxy.Url, ledger, end);
        await Eventually.TrueAsync(() => ledger.Spooled >= target || process.HasExited, "exchanges are acknowledged", Patience);
        if (inAWrite)
        {
            var write = proxy.NextWriteAsync();
            await Eventually.TrueAsync(() => write.IsCompleted || ledger.Next == end, "something is sent, or everything recorded", Patience);
        }

        Assert.False(process.HasExited, "the process ended by itself");
        await process.KillAsync();
    }

    private async Task CompareAsync(Ledger ledger, InfluxServer server)
    {
        var rows = await server.QueryAsync("SELECT id FROM llm_exchange");
        var numbers = rows.Select(row => int.Parse(row["id"].GetString()!.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToList();
        var found = numbers.ToHashSet();
        var count = (await server.QueryAsync("SELECT count(id) FROM llm_exchange")).Single()["count"].GetInt64();
        var missing = Enumerable.Range(0, Total).Where(n => ledger.IsSpooled(n) && !found.Contains(n)).ToList();
        var unsaid = found.Count(n => !ledger.IsSpooled(n));
        Print($"{found.Count} on the server, {numbers.Count - found.Count} twice, {missing.Count} missing, {unsaid} not said to be acknowledged");

        Assert.Empty(missing);
        Assert.All(found, n => Assert.True(ledger.IsRecorded(n)));
        Assert.Equal(found.Count, numbers.Count);
        Assert.Equal(found.Count, count);
        Assert.Equal(Total, ledger.Next);
    }

    private void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
