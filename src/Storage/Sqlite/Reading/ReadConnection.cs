using LlmSentinel.Storage.Sqlite.Schema;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>A connection that cannot write, with the words it has read so far.</summary>
internal sealed class ReadConnection : IDisposable
{
    private readonly Connection _connection;

    public ReadConnection(string path, int generation)
    {
        Generation = generation;
        _connection = Connection.OpenForReading(path);
        try
        {
            _connection.Execute("""
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

    public Statement Prepare(string sql) => _connection.Prepare(sql);

    /// <summary>The first column of the first row, or 0.</summary>
    public long Scalar(string sql) => _connection.Scalar(sql);

    /// <summary>Until it is disposed, all statements see the file as of one moment.</summary>
    public IDisposable BeginSnapshot()
    {
        _connection.Execute("BEGIN");
        return new Snapshot(_connection);
    }

    /// <summary>Ends what runs, from another thread.</summary>
    public void Interrupt() => _connection.Interrupt();

    public void Dispose() => _connection.Dispose();

    private sealed class Snapshot(Connection connection) : IDisposable
    {
        // After a failed read the transaction may have ended by itself.
        public void Dispose() => connection.TryExecute("COMMIT");
    }
}
