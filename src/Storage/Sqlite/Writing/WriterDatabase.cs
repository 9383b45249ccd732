using System.Globalization;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Sqlite.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>What came of one batch.</summary>
/// <param name="Added">Rows that are new.</param>
/// <param name="Known">Exchanges whose id was there already.</param>
/// <param name="Refused">Exchanges that cannot be stored, however often it is tried.</param>
/// <param name="Refusal">Kind of the last refusal.</param>
internal readonly record struct BatchResult(int Added, int Known, int Refused, string? Refusal);

/// <summary>
/// The one connection that writes. Not thread-safe. Throws on trouble; the caller keeps what it wanted to write and opens anew.
/// </summary>
internal sealed class WriterDatabase : IDisposable
{
    /// <summary>Bytes of a page in a new file. Rows do not span pages: on twice the usual size half as much is left unused behind the last one.</summary>
    public const int PageBytes = 8192;

    private const int SliceVacuumPages = (1 << 20) / PageBytes;

    private readonly InstanceLock _lock;
    private readonly Connection _connection;
    private LabelWriter? _labels;
    private RowWriter? _rows;
    private RollupWriter? _rollups;
    private Statement? _deleteSlice;
    private Statement? _deleteStrays;
    private Statement? _deleteRollups;
    private Statement? _noteDeleted;

    private WriterDatabase(InstanceLock instanceLock, Connection connection)
    {
        _lock = instanceLock;
        _connection = connection;
    }

    /// <summary>Schema version found in the file and the one it has now.</summary>
    public (int From, int To) Version { get; private set; }

    /// <summary>The copy made before the schema changed; null when it did not.</summary>
    public string? Backup { get; private set; }

    public static WriterDatabase Open(string path, IReadOnlyList<Migration> migrations)
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(folder))
            PrivateFolder.Create(folder);

        var instanceLock = InstanceLock.TryTake(path + ".lock") ?? throw new UnusableDatabaseException(
            "is written by another sentinel; stop that one or give store.path another name");
        WriterDatabase? database = null;
        try
        {
            database = new WriterDatabase(instanceLock, Connection.OpenForWriting(path));
            database.Prepare(path, migrations);
            return database;
        }
        catch
        {
            database?.Dispose();
            instanceLock.Dispose();
            throw;
        }
    }

    /// <summary>True when rows an earlier process left, or had before there were rollups, are still to be summed up.</summary>
    public bool HasStaleRollups => _rollups!.HasStale;

    /// <summary>Writes all of it in one transaction, or nothing and throws.</summary>
    public BatchResult Write(List<Exchange> batch)
    {
        int added = 0, known = 0, refused = 0;
        string? refusal = null;
        InTransaction(() =>
        {
            if (_rollups!.IsDue)
                _rollups.Flush();
            foreach (var exchange in batch)
            {
                try
                {
                    if (_rows!.TryAdd(exchange))
                    {
                        _rollups.Add(exchange);
                        added++;
                    }
                    else
                    {
                        known++;
                    }
                }
                catch (Exception e) when (IsRowsOwnFault(e))
                {
                    refused++;
                    refusal = e is SqliteException s ? SqliteErrors.Name(s) : e.GetType().Name;
                }
            }
        });
        return new BatchResult(added, known, refused, refusal);
    }

    /// <summary>Brings sums that are only in memory to the rollups.</summary>
    public void FlushRollups()
    {
        if (_rollups!.HasPending)
            InTransaction(_rollups.Flush);
    }

    /// <summary>Sums up some of the rows that are in no rollup.</summary>
    public void RebuildRollupsSlice() =>
        InTransaction(() => _rollups!.RebuildSlice(
            _connection.Scalar(WriterState.ReadRowsFrom), _connection.Scalar(WriterState.ReadMinutesFrom)));

    /// <summary>Deletes up to <paramref name="slice"/> of the oldest rows started before the moment; returns how many.</summary>
    public int DeleteSlice(long beforeMicroseconds, int slice)
    {
        var deleted = 0;
        InTransaction(() =>
        {
            // Behind the last row to be deleted, so that nobody takes what is left of its minute for the whole of it.
            _noteDeleted!.Bind(1, RowKey.Edge(beforeMicroseconds));
            _noteDeleted.Bind(2, slice);
            _noteDeleted.Run();
            _deleteSlice!.Bind(1, RowKey.Edge(beforeMicroseconds));
            _deleteSlice.Bind(2, slice);
            deleted = _deleteSlice.Run() ? _connection.Changes : 0;
            _rollups!.RowsRemoved(deleted < slice ? beforeMicroseconds : RowsFrom);
        });
        return deleted;
    }

    /// <summary>Bytes of the file that hold something; free pages are not counted.</summary>
    public long UsedBytes =>
        (_connection.Scalar("PRAGMA page_count") - _connection.Scalar("PRAGMA freelist_count")) * _connection.Scalar("PRAGMA page_size");

    /// <summary>The microsecond up to which rows may have been removed.</summary>
    public long RowsFrom => _connection.Scalar(WriterState.ReadRowsFrom);

    /// <summary>Deletes the ids that led to rows started before the moment.</summary>
    public void DeleteStrays(long beforeMicroseconds)
    {
        _deleteStrays!.Bind(1, RowKey.Edge(beforeMicroseconds));
        _deleteStrays.Run();
    }

    /// <summary>Deletes rollups of a level whose periods ended before the moment, up to <paramref name="slice"/>; returns how many.</summary>
    public int DeleteRollups(RollupLevel level, long beforeMicroseconds, int slice)
    {
        var end = level.StartOf(Math.Max(0, RollupLevel.MinuteAt(beforeMicroseconds)));
        var deleted = 0;
        InTransaction(() =>
        {
            _deleteRollups!.Bind(1, level.Key(0));
            _deleteRollups.Bind(2, level.Key(end));
            _deleteRollups.Bind(3, slice);
            deleted = _deleteRollups.Run() ? _connection.Changes : 0;
            if (deleted > 0 && level == RollupLevel.Minute)
                _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO state VALUES('minutes_from', {end})"));
        });
        return deleted;
    }

    /// <summary>Gives up to a slice of free pages beyond the reserve back to the file system; false when there is nothing left to give.</summary>
    public bool VacuumSlice(long reservePages)
    {
        var free = _connection.Scalar("PRAGMA freelist_count");
        if (free <= reservePages)
            return false;
        var pages = Math.Min(SliceVacuumPages, free - reservePages);
        _connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA incremental_vacuum({pages})"));
        return free - pages > reservePages;
    }

    /// <summary>Brings what is committed safely to disk, as far as readers allow.</summary>
    public void Checkpoint() => _connection.Execute("PRAGMA wal_checkpoint(PASSIVE)");

    /// <summary>True when the file's structure is damaged. Reads the whole file.</summary>
    public bool IsDamaged()
    {
        // Pages kept in memory tell nothing about the disk, and those that were only looked at need not stay.
        const string Forget = "PRAGMA shrink_memory";
        _connection.Execute(Forget);
        using var check = _connection.Prepare("PRAGMA quick_check(1)");
        var damaged = check.Step() && check.Text(0) != "ok";
        check.Reset();
        _connection.Execute(Forget);
        return damaged;
    }

    public void Dispose()
    {
        TryFlushRollups();
        _deleteSlice?.Dispose();
        _deleteStrays?.Dispose();
        _deleteRollups?.Dispose();
        _noteDeleted?.Dispose();
        _rollups?.Dispose();
        _rows?.Dispose();
        _labels?.Dispose();
        _connection.Dispose();
        _lock.Dispose();
    }

    private void Prepare(string path, IReadOnlyList<Migration> migrations)
    {
        // page_size and auto_vacuum count only before the first page is written, and switching to WAL writes it.
        // A 16 MB cap on what is left of the log after a checkpoint; 4 MB of log trigger one.
        _connection.Execute($"""
            PRAGMA busy_timeout = 250;
            PRAGMA page_size = {PageBytes};
            PRAGMA auto_vacuum = INCREMENTAL;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = {(4 << 20) / PageBytes};
            PRAGMA journal_size_limit = 16777216;
            PRAGMA cache_size = -16384;
            PRAGMA temp_store = MEMORY;
            PRAGMA trusted_schema = OFF;
            """);
        Backup = MigrationBackup.MakeIfDue(_connection, path, migrations);
        Version = Migrator.Migrate(_connection, migrations);
        _labels = new LabelWriter(_connection);
        _rows = new RowWriter(_connection, _labels);
        _rollups = new RollupWriter(_connection, _labels);
        _deleteSlice = _connection.Prepare("DELETE FROM exchanges WHERE n IN (SELECT n FROM exchanges WHERE n < ? ORDER BY n LIMIT ?)");
        _deleteStrays = _connection.Prepare("DELETE FROM stray_ids WHERE n < ?");
        _deleteRollups = _connection.Prepare("DELETE FROM rollups WHERE n IN (SELECT n FROM rollups WHERE n >= ? AND n < ? ORDER BY n LIMIT ?)");
        _noteDeleted = _connection.Prepare("""
            INSERT OR REPLACE INTO state(name, value)
            SELECT 'rows_from', (max(n) >> 11) + 1 FROM (SELECT n FROM exchanges WHERE n < ? ORDER BY n LIMIT ?) HAVING max(n) IS NOT NULL
            """);
    }

    // What is not flushed stays listed as dirty; whoever opens the file next sums it up.
    private void TryFlushRollups()
    {
        try
        {
            if (_rollups is not null)
                FlushRollups();
        }
        catch (SqliteException)
        {
        }
    }

    private void InTransaction(Action work)
    {
        _connection.Execute("BEGIN IMMEDIATE");
        try
        {
            work();
            _connection.Execute("COMMIT");
        }
        catch
        {
            RollBack();
            throw;
        }

        _labels!.Committed();
        _rollups!.Committed();
    }

    private void RollBack()
    {
        _labels!.RolledBack();

        // Some errors undo the transaction by themselves.
        if (_connection.InTransaction)
            _connection.TryExecute("ROLLBACK");
        _rollups!.RolledBack();
    }

    private static bool IsRowsOwnFault(Exception e) => e is SqliteException s
        ? s.SqliteErrorCode is raw.SQLITE_TOOBIG or raw.SQLITE_CONSTRAINT or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE
        : e is not OutOfMemoryException;
}
