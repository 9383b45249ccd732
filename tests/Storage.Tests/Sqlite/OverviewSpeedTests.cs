using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Sqlite.Writing;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>
/// What an overview over 30 days takes: a summary by upstream and model, and one an hour. Prints figures, asserts counts only.
/// SENTINEL_STORAGE_ROWS says over how many exchanges.
/// </summary>
public sealed class OverviewSpeedTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Start = SampleExchange.Start;
    private static readonly TimeSpan Range = TimeSpan.FromDays(30);

    [Fact]
    public async Task SummarizeAsync_ThirtyDays_CountsEveryExchange()
    {
        var rows = int.TryParse(Environment.GetEnvironmentVariable("SENTINEL_STORAGE_ROWS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set)
            ? set
            : 30_000;
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        Fill(path, rows);
        await using var store = new SqliteStore(path, exactExchanges: Math.Min(200_000, rows / 2));
        var summary = new SummaryQuery { From = Start, To = Start + Range };
        var series = summary with { GroupBy = SummaryGrouping.None, Step = TimeSpan.FromHours(1) };

        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(rows, (await TimeAsync("summary by upstream and model", summary)).Sum(r => r.Exchanges));
            Assert.Equal(rows, (await TimeAsync("hourly series", series)).Sum(r => r.Exchanges));
        }

        await TimeAsync("hourly series by upstream and model", series with { GroupBy = summary.GroupBy });
        await TimeAsync("summary of one application", summary with { App = "app-1" });
        await TimeAsync("a range that ends within minutes", summary with { From = Start.AddSeconds(1234), To = Start + Range - TimeSpan.FromSeconds(1234) });

        async Task<IReadOnlyList<SummaryRow>> TimeAsync(string what, SummaryQuery query)
        {
            var began = Stopwatch.GetTimestamp();
            var result = await store.Store.SummarizeAsync(query, default);
            Print($"{what}: {result.Count} rows of {result.Sum(r => r.Exchanges)} exchanges in {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms");
            return result;
        }
    }

    private void Fill(string path, int rows)
    {
        const int Batch = 1000;
        SQLitePCL.Batteries_V2.Init();
        var random = new Random(9);
        var cpu = Environment.CpuUsage.TotalTime;
        var pool = Pool(random, Math.Min(rows, 100_000));
        using (var database = WriterDatabase.Open(path, Migrations.All))
        {
            var batch = new List<Exchange>(Batch);
            for (var i = 0; i < rows; i++)
            {
                var start = Start + (Range / rows * i);
                batch.Add(pool[random.Next(pool.Count)] with { Id = Guid.CreateVersion7(start), StartedAt = start });
                if (batch.Count < Batch && i < rows - 1)
                    continue;
                Assert.Equal(batch.Count, database.Write(batch).Added);
                batch.Clear();
            }

            // What retention does.
            database.FlushRollups();
            while (database.DeleteRollups(RollupLevel.Minute, Values.ToMicroseconds(Start + Range - RetentionSchedule.MinuteRetention), 100_000) > 0)
            {
            }

            while (database.VacuumSlice(0))
            {
            }
        }

        var bytes = new FileInfo(path).Length;
        var rollups = OtherProgram.Scalar(path, "SELECT coalesce(sum(length(durations)), 0) + 24 * count(*) FROM rollups");
        Print($"{rows} rows written in {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F1} s of CPU, {bytes / (double)rows:F0} bytes a row, some {rollups / (double)rows:F0} of them rollups");
    }

    private static List<Exchange> Pool(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            var model = random.Next(12);
            var e = Exchanges.Sample;
            return (e with
            {
                Upstream = "upstream-" + (model % 3),
                ResponseModel = "model-" + model,
                RequestModel = "model-" + model,
                App = "app-" + random.Next(8),
                Outcome = random.Next(50) == 0 ? ExchangeOutcome.ServerError : ExchangeOutcome.Ok,
                ResponseId = "chatcmpl-" + Letters(29),
                ProviderRequestId = "req_" + Letters(32),
                Timing = e.Timing with
                {
                    Duration = Span(2_000_000 + (model * 300_000), 0.5), TimeToFirstByte = Span(400_000, 0.4), TimeToFirstToken = Span(600_000, 0.4),
                    TimePerOutputToken = Span(16_000, 0.3), AddedRequest = Span(120, 0.3), AddedResponse = Span(30, 0.3),
                },
            }).WithTokens(random.Next(8000), random.Next(900));

            // Logarithms of latencies are about normal.
            TimeSpan Span(double median, double spread) => TimeSpan.FromMicroseconds((long)(median * Math.Exp(
                spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))));

            string Letters(int length) => new(random.GetItems("abcdefghijklmnopqrstuvwxyz0123456789".AsSpan(), length));
        }),
    ];

    private void Print(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
