using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Tests.Influx.Shipping;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>
/// Prints how fast exchanges go into the spool and out of it, and how large they are; asserts that none is lost and that they stay small.
/// SENTINEL_STORAGE_ROWS sets their number.
/// </summary>
public sealed class SpeedTests(ITestOutputHelper output)
{
    // What the documentation promises, gzipped.
    private const int MostBytesOnTheWire = 150;

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
        var pool = Realistic(Math.Min(rows, 100_000));
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
        Assert.InRange(server.Bytes / (double)rows, 1, MostBytesOnTheWire);
    }

    private void Print(string what, TimeSpan before, int rows, long bytes)
    {
        var cpu = Environment.CpuUsage.TotalTime - before;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {rows / cpu.TotalSeconds:F0} exchanges a second of CPU, {bytes / (double)rows:F0} bytes each"));
    }

    private static List<Exchange> Realistic(int rows)
    {
        var random = new Random(3);
        return
        [
            .. Enumerable.Range(0, rows).Select(i =>
            {
                var e = Exchanges.At(i * 0.01);
                var model = "model-" + random.Next(12);
                return e with
                {
                    Upstream = "openai",
                    ResponseModel = model,
                    RequestModel = model,
                    App = "app-" + random.Next(8),
                    ResponseId = "chatcmpl-" + Letters(29),
                    ProviderRequestId = "req_" + Letters(32),
                    Timing = e.Timing with
                    {
                        Duration = Span(8_000_000), TimeToFirstByte = Span(900_000), TimeToFirstToken = Span(1_500_000),
                        TimePerOutputToken = Span(40_000), AddedRequest = Span(300), AddedResponse = Span(100),
                    },
                    Usage = e.Usage with { InputTotal = random.Next(8000), OutputTotal = random.Next(900) },
                    Cost = e.Cost with { Total = random.Next(1_000_000) / 100_000_000m },
                };
            }),
        ];

        TimeSpan Span(int below) => TimeSpan.FromMicroseconds(random.Next(below));

        string Letters(int length) => new(random.GetItems("abcdefghijklmnopqrstuvwxyz0123456789".AsSpan(), length));
    }
}
