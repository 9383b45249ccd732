using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Storage.Tests.Influx.Shipping;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>
/// Prints how fast exchanges go into the spool and out of it, and how large they are there; asserts that none is lost. What they are on the
/// wire is measured with more varied ones by <c>./bench.sh stores</c>. SENTINEL_STORAGE_ROWS sets their number.
/// </summary>
public sealed class SpeedTests(ITestOutputHelper output)
{
    [Fact, Slow]
    public async Task Record_ManyExchanges_AllGoThroughTheSpool()
    {
        var rows = int.TryParse(Environment.GetEnvironmentVariable("SENTINEL_STORAGE_ROWS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set
            : 50_000;
        var server = new FakeServer(RefusalStyle.ListedRestWritten) { KeepsLines = false };
        server.Away = true;
        await using var store = new InfluxStore(
            "http://fake", client: server, change: new InfluxStore.Settings { QueueCapacity = 1_000_000, MaxSize = 8L << 30 });
        var pool = RealisticExchanges.Make(Math.Min(rows, 100_000));
        await store.RecordAsync(pool[0]);

        var cpu = Environment.CpuUsage.TotalTime;
        for (var i = 1; i < rows; i++)
        {
            var exchange = pool[i % pool.Count];
            store.Store.Record(i < pool.Count ? exchange : exchange with { Id = Guid.CreateVersion7(), StartedAt = exchange.StartedAt.AddSeconds(i) });
            if (i % 100_000 == 0)
                await Eventually.TrueAsync(() => store.Store.QueueDepth < 500_000, "the writer keeps up");
        }

        await store.RecordAsync();
        Print("into the spool", cpu, rows, store.Store.WaitingBytes);
        cpu = Environment.CpuUsage.TotalTime;
        server.Away = false;
        await Eventually.TrueAsync(() => store.Store.WaitingPoints == 0, "all are delivered", TimeSpan.FromMinutes(5));
        Print("out of it, gzipped", cpu, rows, server.Bytes);

        Assert.Equal((rows, 0), (store.Store.Delivered, store.Store.Dropped));
    }

    private void Print(string what, TimeSpan before, int rows, long bytes)
    {
        var cpu = Environment.CpuUsage.TotalTime - before;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {rows / cpu.TotalSeconds:F0} exchanges a second of CPU, {bytes / (double)rows:F0} bytes each"));
    }
}
