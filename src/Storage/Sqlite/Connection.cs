using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>
/// An open file. Without SQLite's own mutex, which costs more than reading a value does: whoever holds a connection
/// is its only user, except for <see cref="Interrupt"/>.
/// </summary>
internal sealed class Connection : IDisposable
{
    private Connection(sqlite3 handle) => Handle = handle;

    public sqlite3 Handle { get; }

    /// <summary>True while a transaction is open.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>Rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    public static Connection OpenForWriting(string path) => Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);

    /// <summary>Fails when the file is not there.</summary>
    public static Connection OpenForReading(string path) => Open(path, raw.SQLITE_OPEN_READONLY);

    /// <summary>Runs statements that return nothing of interest.</summary>
    public void Execute(string sql) => Check(raw.sqlite3_exec(Handle, sql));

    /// <summary>As <see cref="Execute"/>, for ends of transactions that may have ended by themselves.</summary>
    public void TryExecute(string sql) => _ = raw.sqlite3_exec(Handle, sql);

    public Statement Prepare(string sql) => new(this, sql);

    /// <summary>The first column of the first row, or 0.</summary>
    public long Scalar(string sql)
    {
        using var statement = Prepare(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>Ends what runs; from any thread, while the connection is open.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(Handle);

    /// <summary>Throws <see cref="SqliteException"/> unless the code says that all is well.</summary>
    public void Check(int rc)
    {
        if (rc is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            SqliteException.ThrowExceptionForRC(rc, Handle);
    }

    public void Dispose() => Handle.Dispose();

    private static Connection Open(string path, int flags)
    {
        var rc = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        var connection = new Connection(handle);
        try
        {
            connection.Check(rc);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
