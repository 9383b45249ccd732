using System.Runtime.InteropServices;

namespace LlmSentinel.Storage.Sqlite;

/// <summary>
/// The three calls that are made for every value of every row, straight into the library SQLitePCLRaw loads. Through its safe
/// handles a call takes some 30 ns, so that a summary over a million rows spends most of its time on the border;
/// these take 2 to 5 ns. None of them blocks, allocates or calls back, as SuppressGCTransition demands: a statement
/// belongs to one thread at a time, so its connection's mutex is always free.
/// </summary>
internal static class FastCalls
{
    private const string Library = "e_sqlite3";

    [DllImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern long ColumnLong(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern int ColumnType(nint statement, int column);

    [DllImport(Library, EntryPoint = "sqlite3_bind_int64"), SuppressGCTransition]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    public static extern int BindLong(nint statement, int index, long value);
}
