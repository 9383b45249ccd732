namespace LlmSentinel.Sentinel.Exporting;

/// <summary>A file that appears under its name when it is whole; until then it ends with <c>.partial</c>, and what was there stays.</summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string _partial;
    private readonly FileStream _file;
    private bool _done;

    private PartialFile(string path)
    {
        _path = Path.GetFullPath(path);
        _partial = _path + ".partial";
        _file = new FileStream(_partial, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 256 * 1024);
    }

    public Stream Stream => _file;

    /// <summary>Throws <see cref="TransferException"/> when the file cannot be made.</summary>
    public static PartialFile Create(string path)
    {
        try
        {
            return new PartialFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"{path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Brings it to disk and gives it its name.</summary>
    public void Commit()
    {
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(_partial, _path, overwrite: true);
        _done = true;
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        if (!_done)
            File.Delete(_partial);
    }
}
