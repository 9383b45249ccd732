using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Sqlite.Writing;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

public sealed class RetentionTests
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    [Fact]
    public async Task Retention_RowsGrowOld_AreRemovedAndYoungerStay()
    {
        var clock = new FakeTimeProvider(SampleExchange.Start);
        await using var store = new SqliteStore(time: clock, retention: Keep);
        var series = Exchanges.Series(5000);
        await store.RecordAsync(series);

        clock.Advance(Keep + TimeSpan.FromSeconds(2000));
        // A flush wakes the writer: the clock may have moved just before it went to sleep.
        await Eventually.TrueAsync(
            async () =>
            {
                await store.FlushAsync();
                return store.Sqlite.Removed == 2000;
            },
            "what is too old is removed");

        Assert.Equal(3000, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges"));
        Assert.Null(await store.Store.FindAsync(series[1999].Id, default));
        Assert.NotNull(await store.Store.FindAsync(series[2000].Id, default));
    }

    [Fact]
    public async Task Retention_Zero_KeepsRowsForEver()
    {
        var clock = new FakeTimeProvider(SampleExchange.Start);
        await using var store = new SqliteStore(time: clock, retention: TimeSpan.Zero);
        await store.RecordAsync(Exchanges.Series(10));

        clock.Advance(TimeSpan.FromDays(10_000));
        await store.RecordAsync(Exchanges.At(20));

        Assert.Equal(11, (await store.QueryAsync()).Items.Count);
    }

    [Fact]
    public async Task Retention_MostRowsRemoved_FileShrinks()
    {
        var clock = new FakeTimeProvider(SampleExchange.Start);
        await using var store = new SqliteStore(time: clock, retention: Keep);
        await store.RecordAsync(Exchanges.Series(50_000, 0.001));

        // What stays is the reserve for rows to come, and a few pages of labels and indices.
        const long Reserve = (RetentionSchedule.ReservePages + 50) * WriterDatabase.PageBytes;
        Assert.InRange(new FileInfo(store.FilePath).Length, 2 * Reserve, long.MaxValue);

        clock.Advance(Keep + TimeSpan.FromHours(1));

        await Eventually.TrueAsync(
            async () =>
            {
                await store.FlushAsync();
                return store.Sqlite.Removed == 50_000 && new FileInfo(store.FilePath).Length <= Reserve;
            },
            "all is removed and the file gives its space back");
    }

    [Fact]
    public async Task Retention_ManyOldRows_NoBatchWaitsForMoreThanASliceAndNothingIsLost()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        var now = TimeProvider.System.GetUtcNow();
        await using (var before = new SqliteStore(path))
        {
            await before.RecordAsync(Exchanges.Series(30_000, 0.001).Select((e, i) => e with { StartedAt = now.AddDays(-40).AddMilliseconds(i) }));
        }

        // Triggers write down in which order rows come and go: every insert with the number of deletes before it.
        Migration trace = new(Migrations.All[^1].Version + 1, """
            CREATE TABLE deleted(n INTEGER); INSERT INTO deleted VALUES(0);
            CREATE TABLE inserted(request_bytes INTEGER, deleted INTEGER);
            CREATE TRIGGER d AFTER DELETE ON exchanges BEGIN UPDATE deleted SET n = n + 1; END;
            CREATE TRIGGER i AFTER INSERT ON exchanges BEGIN INSERT INTO inserted SELECT new.request_bytes, n FROM deleted; END;
            """);
        var removedWhenAsked = new List<long>();
        await using var store = new SqliteStore(path, retention: Keep, migrations: [.. Migrations.All, trace]);
        while (store.Sqlite.Removed < 30_000)
        {
            store.Sqlite.Record(Exchanges.Sample with { Id = Guid.CreateVersion7(), StartedAt = now, RequestBytes = removedWhenAsked.Count });
            var flush = store.FlushAsync();
            removedWhenAsked.Add(store.Sqlite.Removed);
            await flush;
        }

        using var other = new OtherProgram(path);
        var inserted = other.Pairs("SELECT request_bytes, deleted FROM inserted ORDER BY request_bytes");
        Assert.Equal(removedWhenAsked.Count, inserted.Count);
        Assert.Equal(0, store.Sqlite.Dropped);
        Assert.Equal(30_000, other.Scalar("SELECT n FROM deleted"));

        // At most the slice that was going on and one that began in the same turn stand between asking and writing.
        Assert.All(inserted.Zip(removedWhenAsked), p =>
            Assert.InRange(p.First.Second - p.Second, long.MinValue, 2 * RetentionSchedule.SliceRows));
        Assert.True(inserted.DistinctBy(i => i.Second).Count() > 2, "batches were written between slices");
    }

    [Fact]
    public async Task MaxSize_FileGrowsBeyond_OldestRowsGoAndTheirSumsStay()
    {
        const long Max = 4_000_000;
        var clock = new FakeTimeProvider(SampleExchange.Start);
        await using var store = new SqliteStore(time: clock, maxSize: Max, exactExchanges: 100);
        var series = Exchanges.Series(40_000, 0.001);
        await store.RecordAsync(series);
        Assert.InRange(Used(store.FilePath), Max + 1, long.MaxValue);

        clock.Advance(TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(
            async () =>
            {
                await store.FlushAsync();
                return Used(store.FilePath) <= Max;
            },
            "the oldest rows are removed");

        Assert.Null(await store.Store.FindAsync(series[0].Id, default));
        Assert.NotNull(await store.Store.FindAsync(series[^1].Id, default));
        var rows = OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges");
        Assert.InRange(rows, Max / 2 / 500, series.Count - 1);
        Assert.Equal(series.Count - rows, store.Sqlite.Removed);
        var summary = Assert.Single(await store.Store.SummarizeAsync(new SummaryQuery { GroupBy = SummaryGrouping.None, From = series[0].StartedAt.AddHours(-1) }, default));
        Assert.Equal(series.Count, summary.Exchanges);
    }

    private static long Used(string path)
    {
        using var other = new OtherProgram(path);
        return (other.Scalar("PRAGMA page_count") - other.Scalar("PRAGMA freelist_count")) * other.Scalar("PRAGMA page_size");
    }
}
