using CsCheck;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>Summaries from rollups say what the rows say, whatever was summed up when.</summary>
public sealed class RollupTests : IDisposable
{
    private static readonly DateTimeOffset Start = SampleExchange.Start;

    private readonly TempDirectory _folder = new();

    private string FilePath => _folder.File("s.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task SummarizeAsync_MinutesOfTheRunningProcess_EqualTheRows()
    {
        await using var store = Open();
        var exchanges = OverDays(600, seed: 1);
        await store.RecordAsync(exchanges);

        await AssertEqualAsync(store, exchanges);
    }

    [Fact]
    public async Task SummarizeAsync_AfterARestart_EqualsTheRows()
    {
        var exchanges = OverDays(800, seed: 2);
        await using (var before = Open())
            await before.RecordAsync(exchanges.Take(500));
        await using (var before = Open())
            await before.RecordAsync(exchanges.Skip(500));

        await using var store = Open();
        await store.FlushAsync();

        Assert.Equal(0, OtherProgram.Scalar(FilePath, "SELECT count(*) FROM dirty_minutes"));
        await AssertEqualAsync(store, exchanges);
    }

    [Fact]
    public async Task SummarizeAsync_ProcessKilledBeforeItsSumsWereWritten_EqualsTheRows()
    {
        var exchanges = OverDays(900, seed: 3);
        await using (var first = Open(_folder.File("live.db")))
            await first.RecordAsync(exchanges.Take(300));

        // A copy of a file in use is what a killed process leaves: the second part is in its rows and in no rollup.
        await using (var killed = Open(_folder.File("live.db")))
        {
            await killed.FlushAsync();
            await killed.RecordAsync(exchanges.Skip(300));
            File.Copy(killed.FilePath, FilePath);
            File.Copy(killed.FilePath + "-wal", FilePath + "-wal");
        }

        Assert.NotEqual(0, OtherProgram.Scalar(FilePath, "SELECT count(*) FROM dirty_minutes"));
        await using var store = Open();
        await CaughtUpAsync(store);

        await AssertEqualAsync(store, exchanges);
    }

    [Fact]
    public async Task SummarizeAsync_LateRowsOfMinutesSummedUpLongAgo_AreInThem()
    {
        var exchanges = OverDays(400, seed: 4);
        await using (var before = Open())
            await before.RecordAsync(exchanges);
        var late = exchanges.Select(e => e with { Id = Guid.CreateVersion7(e.StartedAt) }).ToList();
        await using (var before = Open())
            await before.RecordAsync(late);

        await using var store = Open();
        await store.FlushAsync();

        await AssertEqualAsync(store, [.. exchanges, .. late]);
    }

    [Fact]
    public async Task Open_FileFromBeforeThereWereRollups_IsSummedUpInTheBackground()
    {
        var exchanges = OverDays(500, seed: 5);
        await using (var before = Open())
            await before.RecordAsync(exchanges);
        OtherProgram.Execute(FilePath, """
            DROP TABLE series; DROP TABLE rollups; DROP TABLE dirty_minutes; DROP TABLE state; PRAGMA user_version = 2;
            """);

        await using var store = Open();
        await CaughtUpAsync(store);

        await AssertEqualAsync(store, exchanges);
    }

    [Fact]
    public async Task SummarizeAsync_LateRowsAndACrashAfterTheMinutesWereRemoved_EqualsTheRows()
    {
        var exchanges = OverDays(400, seed: 8);
        await using (var before = Open(_folder.File("live.db")))
            await before.RecordAsync(exchanges);

        // Rows of a process that was killed, in minutes whose rollups are gone by then: their hours are all there is.
        var late = exchanges.Select(e => e with { Id = Guid.CreateVersion7(e.StartedAt) }).ToList();
        OtherProgram.Execute(_folder.File("live.db"), "DELETE FROM rollups WHERE level = 0; INSERT OR REPLACE INTO state VALUES('minutes_from', 1e9);");
        await using (var killed = Open(_folder.File("live.db")))
        {
            await killed.FlushAsync();
            await killed.RecordAsync(late);
            File.Copy(killed.FilePath, FilePath);
            File.Copy(killed.FilePath + "-wal", FilePath + "-wal");
        }

        await using var store = Open();
        await CaughtUpAsync(store);

        await AssertEqualAsync(store, [.. exchanges, .. late]);
    }

    [Fact]
    public async Task Record_SameExchangesAgain_AreSummedUpOnce()
    {
        var exchanges = OverDays(200, seed: 6);
        await using (var before = Open())
            await before.RecordAsync(exchanges);
        await using (var before = Open())
            await before.RecordAsync(exchanges);

        await using var store = Open();
        await AssertEqualAsync(store, exchanges);
    }

    [Fact]
    public async Task SummarizeAsync_FewExchanges_IsExactAndManyAreNot()
    {
        await using var store = new SqliteStore(FilePath, exactExchanges: 100);
        await store.RecordAsync(Exchanges.Series(300, step: 60));
        var query = new SummaryQuery { From = Start, To = Start.AddMinutes(90), GroupBy = SummaryGrouping.None };

        var few = Assert.Single(await store.Store.SummarizeAsync(query, default));
        var many = Assert.Single(await store.Store.SummarizeAsync(query with { To = Start.AddMinutes(300) }, default));

        Assert.Equal((90, PercentileSource.Exact), (few.Exchanges, few.Percentiles));
        Assert.Equal((300, PercentileSource.Sketch), (many.Exchanges, many.Percentiles));
    }

    [Fact]
    public async Task SummarizeAsync_RowsRemovedByRetention_AreStillInTheirHours()
    {
        var exchanges = OverDays(400, seed: 7);
        await using (var before = Open())
            await before.RecordAsync(exchanges);
        OtherProgram.Execute(FilePath, "INSERT INTO state VALUES('rows_from', (SELECT max(started_at) + 1 FROM exchanges)); DELETE FROM exchanges;");

        await using var store = new SqliteStore(FilePath);
        var row = Assert.Single(await store.Store.SummarizeAsync(
            new() { From = Start.AddDays(-1), To = Start.AddDays(10), GroupBy = SummaryGrouping.None }, default));

        Assert.Equal(400, row.Exchanges);
        Assert.Equal(PercentileSource.Sketch, row.Percentiles);
    }

    private SqliteStore Open(string? path = null) => new(path ?? FilePath, new FakeTimeProvider(Start.AddDays(3)), exactExchanges: -1);

    private async Task CaughtUpAsync(SqliteStore store)
    {
        await store.FlushAsync();
        await Eventually.TrueAsync(() => OtherProgram.Scalar(FilePath, "SELECT count(*) FROM dirty_minutes") == 0, "all minutes are summed up");
    }

    private static List<Exchange> OverDays(int count, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. ExchangeStoreContractTests.WithNumbers(ExchangeStoreContractTests.Mixed(count), seed).Select(e =>
            {
                // Many in the same few minutes, the others anywhere in three days.
                var start = Start.AddMicroseconds(random.Next(2) == 0 ? random.NextInt64(300_000_000) : random.NextInt64(259_200_000_000));
                return e with { Id = Guid.CreateVersion7(start), StartedAt = start };
            }),
        ];
    }

    private static async Task AssertEqualAsync(SqliteStore store, List<Exchange> exchanges)
    {
        var moment = Gen.Long[-3_600_000_000, 262_800_000_000].Select(us => Start.AddMicroseconds(us));
        var queries = Gen.Select(
            Gen.Int[0, 15].Select(g => (SummaryGrouping)g), moment, moment, Gen.OneOf(null, "openai", "local"),
            Gen.OneOf(null, "a1"), Gen.Select(Gen.Nullable(Gen.Bool), Gen.Nullable(Gen.Enum<ExchangeOutcome>()), Gen.OneOf(0, 60, 3600, 86_400)),
            (groupBy, a, b, upstream, app, more) => new SummaryQuery
            {
                GroupBy = groupBy, From = a < b ? a : b, To = a < b ? b : a, Upstream = upstream, App = app, Streamed = more.Item1, Outcome = more.Item2,
                Step = more.Item3 == 0 ? null : TimeSpan.FromSeconds(more.Item3),
            });

        await queries.SampleAsync(
            async query =>
            {
                var matching = exchanges.Where(e => ExchangeStoreContractTests.Matches(e, query) && e.StartedAt >= query.From && e.StartedAt < query.To);
                var rows = await store.Store.SummarizeAsync(query, default);
                SummaryReference.AssertClose(SummaryReference.Summarize(matching, query), rows);
            },
            iter: 60, threads: 1);
    }
}
