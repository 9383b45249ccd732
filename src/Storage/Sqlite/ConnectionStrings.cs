using Microsoft.Data.Sqlite;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>How the file is opened. Pooling is off: whoever holds a connection here also decides when it closes.</summary>
internal static class ConnectionStrings
{
    public static string Writer(string path) => Build(path, SqliteOpenMode.ReadWriteCreate);

    public static string Reader(string path) => Build(path, SqliteOpenMode.ReadOnly);

    private static string Build(string path, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        Pooling = false,
    }.ToString();
}
