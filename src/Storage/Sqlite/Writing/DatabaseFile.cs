using LlmSentinel.Storage.Sqlite.Schema;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>
/// The file under its path, whatever happens to it: opened when needed, begun anew when it was removed, set aside when it is
/// damaged. Used by the writer's task alone, except where said otherwise.
/// </summary>
internal sealed class DatabaseFile(
    string path, IReadOnlyList<Migration> migrations, TimeProvider time, ILogger logger, Action replaced) : IDisposable
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    // Reading a gigabyte takes some seconds, in which exchanges wait in the queue. Beyond this size a file is checked only when the
    // process before it did not end well.
    private const long CheckedAtStart = 2L << 30;

    private WriterDatabase? _database;
    private bool _checkedOnce;
    private long _checkedAt;
    private long _bytes = -1;
    private volatile bool _damageSuspected;

    /// <summary>Size of database and log; null while there is none. Read by any thread.</summary>
    public long? Bytes => Interlocked.Read(ref _bytes) is >= 0 and var bytes ? bytes : null;

    /// <summary>True when a check is due at once.</summary>
    public bool DamageSuspected => _damageSuspected;

    /// <summary>A reader found the file damaged: have it checked. Called by any thread.</summary>
    public void SuspectDamage() => _damageSuspected = true;

    /// <summary>The open database: checked once a second for being there still, and opened or made where it is not.</summary>
    public WriterDatabase Get()
    {
        if (_database is not null)
            Check(_database);
        return _database ??= Open();
    }

    /// <summary>Gives the file up; the next <see cref="Get"/> opens it again.</summary>
    public void Close()
    {
        _database?.Dispose();
        _database = null;
        replaced();
    }

    /// <summary>Renames a damaged file, so that the next <see cref="Get"/> makes a new one; false when it cannot be renamed.</summary>
    public bool TrySetAside()
    {
        Close();
        try
        {
            var aside = DamagedFile.SetAside(path, time.GetUtcNow());
            Log.SetAside(logger, path, aside);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => Close();

    private WriterDatabase Open()
    {
        var endedBadly = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
        var database = WriterDatabase.Open(path, migrations);
        Measure();
        if (database.Backup is { } backup)
            Log.BackedUp(logger, path, backup, MigrationBackup.Kept.Days);
        if (IsFoundDamaged(database, endedBadly))
        {
            database.Dispose();
            if (!TrySetAside())
                throw new UnusableDatabaseException("is damaged, and cannot be renamed to begin a new one");
            database = WriterDatabase.Open(path, migrations);
            Measure();
        }

        MigrationBackup.RemoveOld(path, time.GetUtcNow());
        if (database.Version.From != database.Version.To && database.Version.From != 0)
            Log.Migrated(logger, path, database.Version.From, database.Version.To);
        Log.Opened(logger, path, database.Version.To, Bytes ?? 0);
        return database;
    }

    // Once a process: what is damaged later is found by who reads it.
    private bool IsFoundDamaged(WriterDatabase database, bool endedBadly)
    {
        if (_checkedOnce)
            return false;
        _checkedOnce = true;
        return (endedBadly || Bytes <= CheckedAtStart) && database.IsDamaged();
    }

    private void Check(WriterDatabase database)
    {
        if (_damageSuspected)
        {
            _damageSuspected = false;
            if (database.IsDamaged())
            {
                TrySetAside();
                return;
            }
        }

        if (time.GetElapsedTime(_checkedAt) < CheckInterval)
            return;
        Measure();
        if (Bytes is null)
        {
            Log.FileGone(logger, path);
            Close();
        }
    }

    private void Measure()
    {
        _checkedAt = time.GetTimestamp();
        var file = new FileInfo(path);
        var log = new FileInfo(path + "-wal");
        Interlocked.Exchange(ref _bytes, file.Exists ? file.Length + (log.Exists ? log.Length : 0) : -1);
    }
}
