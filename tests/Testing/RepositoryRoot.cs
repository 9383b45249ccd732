namespace LlmSentinel.Testing;

/// <summary>The source tree the running tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute path of the folder that holds <c>LlmSentinel.sln</c>.</summary>
    public static string Path { get; } = Find();

    /// <summary>Absolute path of a file or folder inside the repository.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "LlmSentinel.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No LlmSentinel.sln above {AppContext.BaseDirectory}; run the tests from a source tree.");
    }
}
