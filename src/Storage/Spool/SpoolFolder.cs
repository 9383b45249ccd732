using System.Globalization;
using LlmSentinel.Storage.Files;

namespace LlmSentinel.Storage.Spool;

/// <summary>The folder, its lock and its files' names.</summary>
internal sealed class SpoolFolder : IDisposable
{
    private const string Extension = ".spool";

    private readonly string _lockPath;
    private InstanceLock _lock;

    private SpoolFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        _lockPath = System.IO.Path.Combine(Path, "lock");
        _lock = Take();
    }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    public string PositionPath => System.IO.Path.Combine(Path, "position");

    /// <summary>Makes the folder if need be and takes its lock; throws while another process has it.</summary>
    public static SpoolFolder Open(string path) => new(path);

    public string SegmentPath(long number) =>
        System.IO.Path.Combine(Path, number.ToString("D12", CultureInfo.InvariantCulture) + Extension);

    /// <summary>The segments' numbers in order.</summary>
    public List<long> Segments()
    {
        List<long> numbers = [];
        foreach (var file in Directory.EnumerateFiles(Path, "*" + Extension))
        {
            if (long.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out var n))
                numbers.Add(n);
        }

        numbers.Sort();
        return numbers;
    }

    /// <summary>Makes the folder again and takes its lock again where somebody removed them; true when so.</summary>
    public bool Restore()
    {
        if (File.Exists(_lockPath))
            return false;
        _lock.Dispose();
        _lock = Take();
        return true;
    }

    public void Dispose() => _lock.Dispose();

    private InstanceLock Take()
    {
        PrivateFolder.Create(Path);
        return InstanceLock.TryTake(_lockPath)
            ?? throw new UnusableSpoolException("is used by another sentinel; stop that one or give this one a folder of its own");
    }
}
