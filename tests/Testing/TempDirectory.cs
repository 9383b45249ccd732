namespace LlmSentinel.Testing;

/// <summary>An empty folder of its own for one test, removed with everything in it at the end.</summary>
public sealed class TempDirectory : IDisposable
{
    /// <summary>Creates the folder below the system's temporary folder.</summary>
    public TempDirectory() => Path = Directory.CreateTempSubdirectory("sentinel-test-").FullName;

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>Absolute path of a file in it.</summary>
    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <inheritdoc />
    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Intentionally ignored: the test removed it itself.
        }
    }
}
