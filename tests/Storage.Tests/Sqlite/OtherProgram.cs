using Microsoft.Data.Sqlite;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>The database file as another program sees it.</summary>
internal sealed class OtherProgram : IDisposable
{
    private readonly SqliteConnection _connection;

    public OtherProgram(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
    }

    public static long Scalar(string path, string sql)
    {
        using var other = new OtherProgram(path);
        return other.Scalar(sql);
    }

    public static void Execute(string path, string sql)
    {
        using var other = new OtherProgram(path);
        other.Execute(sql);
    }

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public long Scalar(string sql) => Convert.ToInt64(Value(sql), System.Globalization.CultureInfo.InvariantCulture);

    public object? Value(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public List<(long First, long Second)> Pairs(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<(long, long)>();
        while (reader.Read())
            rows.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return rows;
    }

    public void Dispose() => _connection.Dispose();
}
