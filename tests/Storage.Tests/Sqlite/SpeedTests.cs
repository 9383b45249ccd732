using System.Diagnostics;
using System.Globalization;
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
        var pool = RealisticExchanges.Make(Math.Min(rows, 200_000));

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

    private static TimeSpan Cpu() => Environment.CpuUsage.TotalTime;

    private void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
