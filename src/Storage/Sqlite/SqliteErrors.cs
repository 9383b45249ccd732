using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>SQLite's result codes in words for logs and the status page. Never the statement, never a value.</summary>
internal static class SqliteErrors
{
    /// <summary>True when the file is not a database or its structure is broken.</summary>
    public static bool IsCorrupt(Exception e) =>
        e is SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB };

    /// <summary>True when somebody else holds a lock.</summary>
    public static bool IsBusy(Exception e) => e is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED };

    public static bool IsInterrupted(Exception e) => e is SqliteException { SqliteErrorCode: raw.SQLITE_INTERRUPT };

    /// <summary>One short phrase.</summary>
    public static string Describe(Exception e) => e switch
    {
        UnusableDatabaseException u => u.Message,
        SqliteException s => Describe(s.SqliteErrorCode) + " (" + Name(s) + ")",
        UnauthorizedAccessException => "may not be written: no permission",
        IOException => "cannot be written: " + e.GetType().Name,
        _ => "cannot be written: " + e.GetType().Name,
    };

    /// <summary>The code as a word and, where it says more, the extended code's number.</summary>
    public static string Name(SqliteException e)
    {
        var name = Name(e.SqliteErrorCode);
        return e.SqliteExtendedErrorCode == e.SqliteErrorCode
            ? name
            : string.Create(CultureInfo.InvariantCulture, $"{name}, {e.SqliteExtendedErrorCode}");
    }

    private static string Name(int code) => code switch
    {
        raw.SQLITE_BUSY => "SQLITE_BUSY",
        raw.SQLITE_LOCKED => "SQLITE_LOCKED",
        raw.SQLITE_READONLY => "SQLITE_READONLY",
        raw.SQLITE_IOERR => "SQLITE_IOERR",
        raw.SQLITE_CORRUPT => "SQLITE_CORRUPT",
        raw.SQLITE_FULL => "SQLITE_FULL",
        raw.SQLITE_CANTOPEN => "SQLITE_CANTOPEN",
        raw.SQLITE_NOTADB => "SQLITE_NOTADB",
        raw.SQLITE_TOOBIG => "SQLITE_TOOBIG",
        raw.SQLITE_CONSTRAINT => "SQLITE_CONSTRAINT",
        raw.SQLITE_NOMEM => "SQLITE_NOMEM",
        raw.SQLITE_PERM => "SQLITE_PERM",
        _ => string.Create(CultureInfo.InvariantCulture, $"SQLite error {code}"),
    };

    private static string Describe(int code) => code switch
    {
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => "is locked by another program",
        raw.SQLITE_READONLY or raw.SQLITE_PERM => "is read-only",
        raw.SQLITE_FULL => "cannot grow: the disk is full",
        raw.SQLITE_CANTOPEN => "cannot be opened",
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => "is damaged",
        raw.SQLITE_IOERR => "cannot be read or written: the disk reports an error",
        _ => "cannot be written",
    };
}
