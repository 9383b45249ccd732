using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>What is recorded is on disk, whatever happens to the process.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task DisposeAsync_QueueNotEmpty_WritesItFirst()
    {
        using var folder = new TempDirectory();
        await using (var store = new SqliteStore(folder.File("s.db")))
            store.Record(Exchanges.Series(5000));

        Assert.Equal(5000, OtherProgram.Scalar(folder.File("s.db"), "SELECT count(*) FROM exchanges"));
        Assert.False(File.Exists(folder.File("s.db-wal")));
    }

    [Fact]
    public async Task FlushAsync_EverythingRecordedBefore_IsSeenByAnotherProgram()
    {
        await using var store = new SqliteStore();
        store.Record(Exchanges.Series(2500));

        await store.FlushAsync();

        Assert.Equal(2500, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges"));
        Assert.Equal(2500, store.Sqlite.Written);
        Assert.Equal(0, store.Sqlite.QueueDepth);
        Assert.True(store.Sqlite.SizeBytes > 0);
    }

    [Fact]
    public async Task Crash_InTheMiddleOfWriting_LeavesAWholeDatabaseWithAllThatWasWritten()
    {
        using var folder = new TempDirectory();
        var copy = folder.File("copy.db");
        var series = Exchanges.Series(600);
        long written;
        await using (var store = new SqliteStore())
        {
            await store.RecordAsync(series.Take(100));

            // Few enough rows that the log is not merged into the file meanwhile: the two copies belong together, as they
            // do on the disk of a machine that stops.
            var recording = Task.Run(async () =>
            {
                foreach (var chunk in series.Skip(100).Chunk(10))
                {
                    store.Record(chunk);
                    await Task.Yield();
                }
            });
            await Eventually.TrueAsync(() => store.Sqlite.Written > 100, "some more are written");
            written = store.Sqlite.Written;
            File.Copy(store.FilePath, copy);
            File.Copy(store.FilePath + "-wal", copy + "-wal");
            await recording;
        }

        using (var other = new OtherProgram(copy))
            Assert.Equal("ok", other.Value("PRAGMA integrity_check"));
        await using var after = new SqliteStore(copy);
        await after.FlushAsync();
        var found = await after.ReadAllAsync(new ExchangeQuery { Limit = 1000 });

        Assert.InRange(found.Count, written, 600);
        Assert.Equal(series.Take(found.Count).Reverse(), found);
        Assert.DoesNotContain(after.Logs, l => l.Id.Id == EventIds.StoreSetAside);
    }

    [Fact]
    public async Task Record_AgainAfterARestart_IsStoredOnce()
    {
        using var folder = new TempDirectory();
        var series = Exchanges.Series(100);
        await using (var store = new SqliteStore(folder.File("s.db")))
            await store.RecordAsync(series);
        await using var again = new SqliteStore(folder.File("s.db"));

        await again.RecordAsync(series);

        Assert.Equal(100, (await again.ReadAllAsync(new ExchangeQuery())).Count);
        Assert.Equal(0, again.Sqlite.Written);
    }

    [Fact]
    public async Task Record_MoreDistinctWordsThanTheTableOfLabelsHolds_AllComeBack()
    {
        await using var store = new SqliteStore();
        var series = Exchanges.Series(5000).Select((e, i) => e with { SystemFingerprint = $"fp_{i}", App = $"app_{i}" }).ToList();

        await store.RecordAsync(series);

        Assert.Equal(series.AsEnumerable().Reverse(), await store.ReadAllAsync(new ExchangeQuery { Limit = 1000 }));
        Assert.Equal(4096, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM labels"));
        Assert.Equal(series[4999], Assert.Single((await store.QueryAsync(new() { App = "app_4999" })).Items));
        Assert.Equal(5000, (await store.Store.SummarizeAsync(new() { GroupBy = SummaryGrouping.App }, default)).Count);
    }

    [Fact]
    public async Task Record_ManyBatches_LogStaysSmall()
    {
        await using var store = new SqliteStore();

        await store.RecordAsync(Exchanges.Series(40_000, 0.001));

        Assert.InRange(new FileInfo(store.FilePath + "-wal").Length, 0, 20 * 1024 * 1024);
    }
}
