using System.Runtime.InteropServices;
using System.Text;

namespace LlmSentinel.Storage.Spool;

/// <summary>Brings a folder's list of names to the disk: a file's own flush need not, and .NET has no call for it.</summary>
internal static class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Best effort: some file systems refuse it, and those that do keep names safe with the file.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = new byte[Encoding.UTF8.GetByteCount(folder) + 1];
        Encoding.UTF8.GetBytes(folder, path);
        var descriptor = Open(path, ReadOnly);
        if (descriptor < 0)
            return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fsync(int descriptor);

    [DllImport("libc", EntryPoint = "close"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
