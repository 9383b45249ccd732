namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>
/// One writer a file, over all processes: a lock on a file beside the database, given up by the system when the process ends
/// in any way. The lock file stays where it is; deleting it would let two writers lock two files of one name.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <summary>Throws <see cref="UnusableDatabaseException"/> while somebody else holds the lock.</summary>
    public static InstanceLock Take(string databasePath)
    {
        var path = databasePath + ".lock";
        try
        {
            return new InstanceLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new UnusableDatabaseException(
                "is written by another sentinel; stop that one or give store.path another name", e);
        }
    }

    public void Dispose() => _file.Dispose();
}
