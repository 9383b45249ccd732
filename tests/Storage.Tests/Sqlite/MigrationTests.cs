using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

public sealed class MigrationTests
{
    private const string AddNotes = "CREATE TABLE notes(text TEXT); INSERT INTO notes SELECT 'migrated' FROM exchanges;";

    private static readonly int Newest = Migrations.All[^1].Version;

    public static TheoryData<int> EveryOlderVersion() => [.. Enumerable.Range(0, Newest + 1)];

    [Fact]
    public void Versions_FollowEachOtherFromOne() =>
        Assert.Equal(Enumerable.Range(1, Newest), Migrations.All.Select(m => m.Version));

    [Theory]
    [MemberData(nameof(EveryOlderVersion))]
    public async Task Open_DatabaseOfAnyOlderVersion_IsBroughtUpToDateAndWorks(int version)
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        if (version > 0)
        {
            OtherProgram.Execute(path, string.Join('\n', Migrations.All.Take(version).Select(m => m.Sql))
                + $"PRAGMA application_id = {Migrations.ApplicationId}; PRAGMA user_version = {version};");
        }

        await using var store = new SqliteStore(path);
        await store.RecordAsync(Exchanges.Sample);

        Assert.Equal(Exchanges.Sample, await store.Store.FindAsync(Exchanges.Sample.Id, default));
        Assert.Equal(Newest, OtherProgram.Scalar(path, "PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_OlderSchemaWithRows_RunsTheStepsBetweenAndKeepsTheRows()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        await using (var old = new SqliteStore(path))
            await old.RecordAsync(Exchanges.Series(50));
        Migration[] longer = [.. Migrations.All, new(Newest + 1, AddNotes), new(Newest + 2, "ALTER TABLE notes ADD COLUMN more TEXT;")];

        await using var store = new SqliteStore(path, migrations: longer);
        await store.FlushAsync();

        Assert.Equal(50, (await store.QueryAsync()).Items.Count);
        Assert.Equal(50, OtherProgram.Scalar(path, "SELECT count(*) FROM notes WHERE text = 'migrated' AND more IS NULL"));
        Assert.Equal(Newest + 2, OtherProgram.Scalar(path, "PRAGMA user_version"));
        Assert.True(store.HasLogged(EventIds.StoreMigrated));
    }

    [Fact]
    public async Task Open_StepFailsHalfway_LeavesTheOlderSchemaWhole()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        await using (var old = new SqliteStore(path))
            await old.RecordAsync(Exchanges.Series(5));
        Migration[] broken = [.. Migrations.All, new(Newest + 1, AddNotes + "INSERT INTO nowhere VALUES(1);")];

        await using (var failing = new SqliteStore(path, migrations: broken))
        {
            failing.Sqlite.Record(Exchanges.At(100));
            await failing.FailingAsync();
        }

        Assert.Equal(Newest, OtherProgram.Scalar(path, "PRAGMA user_version"));
        Assert.Equal(0, OtherProgram.Scalar(path, "SELECT count(*) FROM sqlite_schema WHERE name = 'notes'"));
        await using var store = new SqliteStore(path);
        Assert.Equal(5, (await store.QueryAsync()).Items.Count);
    }

    [Fact]
    public async Task Open_DatabaseOfANewerSentinel_IsLeftAloneWithAClearMessage()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        await using (var old = new SqliteStore(path))
            await old.RecordAsync(Exchanges.Series(5));
        OtherProgram.Execute(path, "PRAGMA user_version = 99");

        await using (var store = new SqliteStore(path))
        {
            store.Sqlite.Record(Exchanges.At(100));
            await store.FailingAsync();

            Assert.Contains("newer sentinel", store.Sqlite.Problem, StringComparison.Ordinal);
            Assert.Contains("99", store.Sqlite.Problem, StringComparison.Ordinal);
        }

        Assert.Equal(99, OtherProgram.Scalar(path, "PRAGMA user_version"));
        Assert.Equal(5, OtherProgram.Scalar(path, "SELECT count(*) FROM exchanges"));
        Assert.Empty(Directory.GetFiles(folder.Path, "*damaged*"));
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherProgram_IsLeftAloneWithAClearMessage()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        OtherProgram.Execute(path, "CREATE TABLE theirs(x); INSERT INTO theirs VALUES(1)");

        await using (var store = new SqliteStore(path))
        {
            await store.FailingAsync();

            Assert.Contains("another program", store.Sqlite.Problem, StringComparison.Ordinal);
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.QueryAsync());
        }

        Assert.Equal(1, OtherProgram.Scalar(path, "SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public async Task Open_OlderSchemaWithRows_LeavesACopyAnOlderSentinelGoesOnWith()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        var series = Exchanges.Series(50);
        await using (var old = new SqliteStore(path))
            await old.RecordAsync(series);

        await using (var newer = new SqliteStore(path, migrations: Longer()))
        {
            await newer.FlushAsync();
            Assert.Contains(newer.Logs, l => l.Id.Id == EventIds.StoreBackedUp && l.Message.Contains(BackupOf(path), StringComparison.Ordinal));
        }

        await using var before = new SqliteStore(BackupOf(path));
        Assert.Equal(series.AsEnumerable().Reverse(), (await before.QueryAsync()).Items);
        Assert.Equal(Newest, OtherProgram.Scalar(BackupOf(path), "PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_CopyCannotBeMade_ChangesNothingUntilItCan()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        await using (var old = new SqliteStore(path))
            await old.RecordAsync(Exchanges.Series(5));
        var inTheWay = Directory.CreateDirectory(BackupOf(path) + ".partial");

        await using var store = new SqliteStore(path, migrations: Longer());
        store.Sqlite.Record(Exchanges.At(100));
        await store.FailingAsync();

        Assert.Contains("copy", store.Sqlite.Problem, StringComparison.Ordinal);
        Assert.Equal(Newest, OtherProgram.Scalar(path, "PRAGMA user_version"));
        inTheWay.Delete();
        await store.FlushAsync();
        Assert.Equal(6, (await store.QueryAsync()).Items.Count);
        Assert.True(File.Exists(BackupOf(path)));
    }

    [Fact]
    public async Task Open_CopyOfLongAgo_IsRemovedAndARecentOneStays()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        foreach (var (version, age) in new[] { (1, 8), (2, 6) })
        {
            File.WriteAllText($"{path}.v{version}-backup", "");
            File.SetLastWriteTimeUtc($"{path}.v{version}-backup", TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-age));
        }

        await using var store = new SqliteStore(path);
        await store.FlushAsync();

        Assert.Equal([path + ".v2-backup"], Directory.GetFiles(folder.Path, "*-backup"));
    }

    private static string BackupOf(string path) => $"{path}.v{Newest}-backup";

    private static Migration[] Longer() => [.. Migrations.All, new(Newest + 1, AddNotes)];
}
