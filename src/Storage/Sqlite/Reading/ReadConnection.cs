using LlmSentinel.Storage.Sqlite.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>A connection that cannot write, with the words it has read so far.</summary>
internal sealed class ReadConnection : IDisposable
{
    private readonly SqliteConnection _connection;

    public ReadConnection(string path, int generation)
    {
        Generation = generation;
        _connection = new SqliteConnection(ConnectionStrings.Reader(path));
        try
        {
            _connection.Open();
            Statement.Execute(_connection, """
                PRAGMA busy_timeout = 1000;
                PRAGMA cache_size = -8192;
                PRAGMA temp_store = MEMORY;
                PRAGMA query_only = ON;
                PRAGMA trusted_schema = OFF;
                """);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }

        Labels = new LabelReader(_connection);
    }

    /// <summary>Which file of this path it reads: a new one begins with each file set aside.</summary>
    public int Generation { get; }

    public LabelReader Labels { get; }

    public Statement Prepare(string sql) => new(_connection, sql);

    /// <summary>Until it is disposed, all statements see the file as of one moment.</summary>
    public IDisposable BeginSnapshot()
    {
        Statement.Execute(_connection, "BEGIN");
        return new Snapshot(_connection);
    }

    /// <summary>Ends what runs, from another thread.</summary>
    public void Interrupt() => raw.sqlite3_interrupt(_connection.Handle);

    public void Dispose() => _connection.Dispose();

    private sealed class Snapshot(SqliteConnection connection) : IDisposable
    {
        // After a failed read the transaction may have ended by itself.
        public void Dispose() => _ = raw.sqlite3_exec(connection.Handle, "COMMIT");
    }
}
