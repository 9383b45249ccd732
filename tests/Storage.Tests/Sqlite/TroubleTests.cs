using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>A store in trouble: who records never notices, and what fits the queue is written once the trouble is over.</summary>
public sealed class TroubleTests
{
    [Fact]
    public async Task Record_FileLockedByAnotherProgram_WaitsAndIsWrittenAfterwards()
    {
        await using var store = new SqliteStore();
        await store.RecordAsync(Exchanges.Series(10));
        using (var other = new OtherProgram(store.FilePath))
        {
            other.Execute("BEGIN EXCLUSIVE");
            store.Record(Exchanges.Series(500));
            await store.FailingAsync();
            store.Record(Exchanges.Series(1500).Skip(500));

            Assert.Contains("locked", store.Sqlite.Problem, StringComparison.Ordinal);
            Assert.NotNull(store.Sqlite.FailingSince);
            Assert.Equal("SqliteException", store.Sqlite.LastErrorType);
            Assert.Equal(10, (await store.QueryAsync()).Items.Count);
            other.Execute("COMMIT");
        }

        await store.FlushAsync();

        Assert.True(store.Sqlite.Healthy);
        Assert.Null(store.Sqlite.Problem);
        Assert.Equal(0, store.Sqlite.Dropped);
        Assert.Equal(1510, await CountAsync(store));
        Assert.Single(store.Logs, l => l.Id.Id == EventIds.StoreFailing);
        Assert.Single(store.Logs, l => l.Id.Id == EventIds.StoreRecovered);
    }

    [Fact]
    public async Task Record_DiskFull_WaitsAndIsWrittenOnceThereIsRoom()
    {
        // A bound on pages gives the error a full disk gives. It holds for the connection that runs this step; the next one is free of it.
        Migration full = new(Migrations.All[^1].Version + 1, "PRAGMA max_page_count = 60;");
        await using var store = new SqliteStore(migrations: [.. Migrations.All, full]);

        store.Record(Exchanges.Series(3000));
        await store.FlushAsync();

        Assert.Contains(store.Logs, l => l.Id.Id == EventIds.StoreFailing && l.Message.Contains("disk is full", StringComparison.Ordinal));
        Assert.Equal(3000, await CountAsync(store));
        Assert.Equal(3000, store.Sqlite.Written);
        Assert.Equal(0, store.Sqlite.Dropped);
    }

    [Fact]
    public async Task Record_OneExchangeIsRefused_TheRestOfItsBatchIsWritten()
    {
        Migration refuse = new(Migrations.All[^1].Version + 1,
            "CREATE TRIGGER refuse BEFORE INSERT ON exchanges WHEN new.status = 599 BEGIN SELECT RAISE(ABORT, 'no'); END;");
        await using var store = new SqliteStore(migrations: [.. Migrations.All, refuse]);

        await store.RecordAsync(Exchanges.Series(100).Select((e, i) => i == 50 ? e with { Status = 599 } : e));

        Assert.Equal(99, await CountAsync(store));
        Assert.Equal(1, store.Sqlite.Dropped);
        Assert.True(store.Sqlite.Healthy);
        Assert.True(store.HasLogged(EventIds.StoreRefused));
    }

    [Fact]
    public async Task Record_FolderCannotBeMade_WaitsAndIsWrittenOnceItCan()
    {
        using var folder = new TempDirectory();
        File.WriteAllText(folder.File("data"), "a file where a folder should be");
        await using var store = new SqliteStore(Path.Combine(folder.File("data"), "s.db"));

        store.Record(Exchanges.Series(700));
        await store.FailingAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.QueryAsync());
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Store.FindAsync(Guid.NewGuid(), default));
        Assert.False(await store.Sqlite.FlushAsync(TimeSpan.FromMilliseconds(1)));
        File.Delete(folder.File("data"));
        await store.FlushAsync();

        Assert.Equal(700, await CountAsync(store));
    }

    [Fact]
    public async Task Record_QueueOverflowsWhileFailing_DropsAndCountsOnlyWhatDoesNotFit()
    {
        using var folder = new TempDirectory();
        File.WriteAllText(folder.File("data"), "");
        await using var store = new SqliteStore(Path.Combine(folder.File("data"), "s.db"), queueCapacity: 128);
        await store.FailingAsync();

        store.Record(Exchanges.Series(1000));

        Assert.Equal(128, store.Sqlite.QueueDepth);
        Assert.Equal(128, store.Sqlite.QueueCapacity);
        Assert.Equal(872, store.Sqlite.Dropped);
        await Eventually.TrueAsync(() => store.HasLogged(EventIds.StoreDropped), "the drops are logged");
        File.Delete(folder.File("data"));
        await store.FlushAsync();
        Assert.Equal(128, await CountAsync(store));
        Assert.Equal(128, store.Sqlite.Written);
    }

    [Fact]
    public async Task Record_AfterDispose_IsCountedAsDropped()
    {
        var store = new SqliteStore();
        await store.DisposeAsync();

        store.Sqlite.Record(Exchanges.Sample);

        Assert.Equal(1, store.Sqlite.Dropped);
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.QueryAsync());
    }

    [Fact]
    public async Task DisposeAsync_WhileNothingCanBeWritten_EndsAndTellsWhatIsLost()
    {
        using var folder = new TempDirectory();
        File.WriteAllText(folder.File("data"), "");
        var store = new SqliteStore(Path.Combine(folder.File("data"), "s.db"));
        store.Record(Exchanges.Series(5));

        await Eventually.CompletesAsync(store.DisposeAsync().AsTask(), "closing does not wait for ever");

        Assert.Equal(5, store.Sqlite.Dropped);
        Assert.True(store.HasLogged(EventIds.StoreClosedWithLoss));
    }

    [Fact]
    public async Task Open_FileIsNoDatabase_IsSetAsideAndANewOneBegun()
    {
        using var folder = new TempDirectory();
        var garbage = string.Concat(Enumerable.Repeat("this is no database. ", 1000));
        File.WriteAllText(folder.File("s.db"), garbage);
        await using var store = new SqliteStore(folder.File("s.db"));

        await store.RecordAsync(Exchanges.Series(20));

        Assert.Equal(20, await CountAsync(store));
        Assert.Equal(garbage, File.ReadAllText(Assert.Single(Directory.GetFiles(folder.Path, "s.db.damaged-*"))));
        Assert.True(store.HasLogged(EventIds.StoreSetAside));
        Assert.True(store.Sqlite.Healthy);
    }

    [Fact]
    public async Task Record_PagesOverwritten_IsSetAsideAndNothingNewIsLost()
    {
        using var folder = new TempDirectory();
        await using (var before = new SqliteStore(folder.File("s.db")))
            await before.RecordAsync(Exchanges.Series(5000));
        using (var file = File.OpenWrite(folder.File("s.db")))
        {
            // The header and the table of tables stay whole, so that opening finds nothing wrong.
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xA5, (int)(file.Length - 4096)).ToArray());
        }

        await using var store = new SqliteStore(folder.File("s.db"));
        var newer = Exchanges.Series(300).Select(e => e with { Id = Guid.CreateVersion7() }).ToList();
        await store.RecordAsync(newer);

        Assert.Equal(newer.AsEnumerable().Reverse(), await store.ReadAllAsync(new ExchangeQuery()));
        Assert.True(store.HasLogged(EventIds.StoreSetAside));
        Assert.Single(Directory.GetFiles(folder.Path, "s.db.damaged-*"));
    }

    [Fact]
    public async Task Open_PagesOverwritten_IsFoundOutBeforeAnythingIsRecordedOrRead()
    {
        using var folder = new TempDirectory();
        await using (var before = new SqliteStore(folder.File("s.db")))
            await before.RecordAsync(Exchanges.Series(5000));
        using (var file = File.OpenWrite(folder.File("s.db")))
        {
            file.Position = file.Length / 2;
            file.Write(Enumerable.Repeat((byte)0xA5, 20_000).ToArray());
        }

        await using var store = new SqliteStore(folder.File("s.db"));

        Assert.Empty((await store.QueryAsync()).Items);
        Assert.True(store.HasLogged(EventIds.StoreSetAside));
        Assert.Single(Directory.GetFiles(folder.Path, "s.db.damaged-*"));
        Assert.True(store.Sqlite.Healthy);
    }

    [Fact]
    public async Task QueryAsync_FindsDamageTheWriterHasNotSeen_HasTheFileSetAside()
    {
        using var folder = new TempDirectory();
        await using (var before = new SqliteStore(folder.File("s.db")))
            await before.RecordAsync(Exchanges.Series(5000));
        await using var store = new SqliteStore(folder.File("s.db"));
        await store.FlushAsync();
        using (var file = new FileStream(folder.File("s.db"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = file.Length / 4;
            file.Write(new byte[file.Length / 2]);
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAllAsync(new ExchangeQuery { Limit = 1000 }));

        await Eventually.TrueAsync(() => store.HasLogged(EventIds.StoreSetAside), "the damaged file is set aside");
        await store.RecordAsync(Exchanges.Sample);
        Assert.Equal(Exchanges.Sample, Assert.Single((await store.QueryAsync()).Items));
    }

    [Fact]
    public async Task Record_FileRemovedWhileInUse_GoesOnInANewOne()
    {
        using var folder = new TempDirectory();
        await using var store = new SqliteStore(folder.File("s.db"));
        await store.RecordAsync(Exchanges.Series(10));
        foreach (var file in Directory.GetFiles(folder.Path, "s.db*"))
            File.Delete(file);

        await Eventually.TrueAsync(
            async () =>
            {
                await store.RecordAsync(Exchanges.Sample);
                return store.HasLogged(EventIds.StoreFileGone);
            },
            "the store sees that its file is gone");

        await store.RecordAsync(Exchanges.At(3));
        Assert.Contains(Exchanges.At(3).StartedAt, (await store.QueryAsync()).Items.Select(e => e.StartedAt));
        Assert.True(File.Exists(folder.File("s.db")));
    }

    [Fact]
    public async Task Open_SecondStoreOnTheSameFile_SaysSoAndTakesOverWhenTheFirstEnds()
    {
        using var folder = new TempDirectory();
        var first = new SqliteStore(folder.File("s.db"));
        await first.RecordAsync(Exchanges.Series(10));
        await using var second = new SqliteStore(folder.File("s.db"));
        second.Record(Exchanges.Series(20));
        await second.FailingAsync();

        Assert.Contains("another sentinel", second.Sqlite.Problem, StringComparison.Ordinal);
        Assert.True(first.Sqlite.Healthy);
        await first.DisposeAsync();
        await second.FlushAsync();

        Assert.Equal(20, await CountAsync(second) - 10);
        Assert.True(second.Sqlite.Healthy);
    }

    private static async Task<int> CountAsync(SqliteStore store) =>
        (await store.ReadAllAsync(new ExchangeQuery { Limit = 1000 })).Count;
}
