using System.Text;
using SQLitePCL;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>
/// A prepared statement spoken to without parameter objects: a row has some 75 values, and boxing and looking up each of
/// them costs more than the insert itself. Not thread-safe. Parameters count from 1, columns from 0, as in SQLite.
/// </summary>
internal sealed class Statement : IDisposable
{
    private readonly Connection _connection;
    private readonly sqlite3_stmt _stmt;
    private readonly nint _handle;
    private byte[] _utf8 = new byte[512];

    public Statement(Connection connection, string sql)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _stmt));
        _handle = _stmt.DangerousGetHandle();
    }

    public void Bind(int index, long value) => Check(FastCalls.BindLong(_handle, index, value));

    /// <summary>Makes all values null.</summary>
    public void Clear() => Check(raw.sqlite3_clear_bindings(_stmt));

    public void Bind(int index, ReadOnlySpan<byte> blob) => Check(raw.sqlite3_bind_blob(_stmt, index, blob));

    /// <summary>Binds the 16 bytes of an id big-endian, as they are written.</summary>
    public void Bind(int index, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Bind(index, bytes);
    }

    /// <summary>Binds text with its length, so that a NUL inside is kept. Lone surrogates become U+FFFD.</summary>
    public void Bind(int index, string text)
    {
        if (text.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_stmt, index, ""));
            return;
        }

        if (_utf8.Length < text.Length * 3)
            _utf8 = new byte[text.Length * 3];
        var length = Encoding.UTF8.GetBytes(text, _utf8);
        Check(raw.sqlite3_bind_text(_stmt, index, _utf8.AsSpan(0, length)));
    }

    /// <summary>True when there is a row.</summary>
    public bool Step()
    {
        var rc = raw.sqlite3_step(_stmt);
        if (rc == raw.SQLITE_ROW)
            return true;
        Check(rc);
        return false;
    }

    /// <summary>Runs a statement without rows and makes it ready to run again; true when it changed a row.</summary>
    public bool Run()
    {
        try
        {
            Step();
            return _connection.Changes > 0;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Makes the statement ready to run again. Bound values stay.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_stmt);

    public bool IsNull(int column) => FastCalls.ColumnType(_handle, column) == raw.SQLITE_NULL;

    public bool IsInteger(int column) => FastCalls.ColumnType(_handle, column) == raw.SQLITE_INTEGER;

    public bool IsBlob(int column) => FastCalls.ColumnType(_handle, column) == raw.SQLITE_BLOB;

    public long Long(int column) => FastCalls.ColumnLong(_handle, column);

    /// <summary>False when there is no value. Asks for the type only where the value alone cannot tell.</summary>
    public bool TryLong(int column, out long value)
    {
        value = Long(column);
        return value != 0 || !IsNull(column);
    }

    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_stmt, column);

    /// <summary>The text with all it holds: reading it as bytes does not stop at a NUL.</summary>
    public string Text(int column) => Encoding.UTF8.GetString(raw.sqlite3_column_blob(_stmt, column));

    public void Dispose() => _stmt.Dispose();

    private void Check(int rc)
    {
        if (rc != raw.SQLITE_OK)
            _connection.Check(rc);
    }
}
