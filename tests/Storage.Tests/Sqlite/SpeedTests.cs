using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>
/// Prints how fast the store is here; asserts only that nothing is lost on the way. SENTINEL_STORAGE_ROWS sets the number of rows.
/// </summary>
public sealed class SpeedTests(ITestOutputHelper output)
{
    [Fact, Slow]
    public async Task Record_ManyExchanges_AllAreThere()
    {
        var rows = int.TryParse(Environment.GetEnvironmentVariable("SENTINEL_STORAGE_ROWS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set
            : 100_000;
        await using var store = new SqliteStore(queueCapacity: 1_000_000);
        await store.FlushAsync();
        var pool = Realistic(Math.Min(rows, 200_000));

        // The queue holds a million, so the writer is never short of work and never turns an exchange away.
        var start = Stopwatch.GetTimestamp();
        var cpu = Cpu();
        for (var i = 0; i < rows; i++)
        {
            var e = pool[i % pool.Count];
            if (i >= pool.Count)
            {
                e = e with { Id = Guid.CreateVersion7(), StartedAt = e.StartedAt.AddSeconds(i / pool.Count * 2_000) };
                if (i % 50_000 == 0)
                    await Eventually.TrueAsync(() => store.Sqlite.QueueDepth < 500_000, "the writer keeps up");
            }

            store.Sqlite.Record(e);
        }

        await store.FlushAsync();
        var write = Stopwatch.GetElapsedTime(start);
        Print($"{rows} rows in {write.TotalSeconds:F2} s ({(Cpu() - cpu).TotalSeconds:F2} s of CPU): {rows / write.TotalSeconds:F0} rows/s, {store.Sqlite.SizeBytes / (double)rows:F0} bytes a row, last batch {store.Sqlite.LastBatchDuration.TotalMilliseconds:F1} ms");

        await TimeAsync("summary over all, by upstream and model", new SummaryQuery());
        await TimeAsync("summary over all, again", new SummaryQuery());
        await TimeAsync("summary over all, ungrouped", new SummaryQuery { GroupBy = SummaryGrouping.None });
        await TimeAsync("summary over a tenth of the time", new SummaryQuery
        {
            From = SampleExchange.Start, To = SampleExchange.Start.AddSeconds(rows / 1_000.0),
        });

        start = Stopwatch.GetTimestamp();
        var page = await store.QueryAsync(new ExchangeQuery { Upstream = "openai", Limit = 100 });
        Print($"page of 100: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F1} ms");

        Assert.Equal(100, page.Items.Count);
        Assert.Equal(rows, store.Sqlite.Written);
        Assert.Equal(0, store.Sqlite.Dropped);

        async Task TimeAsync(string what, SummaryQuery query)
        {
            var before = GC.GetTotalAllocatedBytes();
            var began = Stopwatch.GetTimestamp();
            var cpuBefore = Cpu();
            var summary = await store.Store.SummarizeAsync(query, default);
            Print($"{what}: {summary.Sum(r => r.Exchanges)} rows in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms ({(Cpu() - cpuBefore).TotalMilliseconds:F0} ms of CPU), {(GC.GetTotalAllocatedBytes() - before) / 1e6:F0} MB allocated");
        }
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

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
