namespace LlmSentinel.Storage.Files;

/// <summary>
/// One writer a file or folder, over all processes: a lock on a file beside or inside it, given up by the system when the process
/// ends in any way. The lock file stays where it is; deleting it would let two writers lock two files of one name.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Null while somebody else holds the lock. Throws when the file can be neither opened nor made.</summary>
    public static InstanceLock? TryTake(string path)
    {
        try
        {
            return new InstanceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();

    // The system's own number on Unix (EWOULDBLOCK, which differs on BSD and macOS), ERROR_SHARING_VIOLATION on Windows.
    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) == 32
        : e.HResult == (OperatingSystem.IsLinux() ? 11 : 35);
}
