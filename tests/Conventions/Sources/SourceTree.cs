using LlmSentinel.Testing;

namespace LlmSentinel.Conventions.Sources;

/// <summary>The files of the repository, without what builds and package managers put there.</summary>
internal static class SourceTree
{
    private static readonly HashSet<string> NotOurs =
        [".git", "bin", "obj", "artifacts", "node_modules", "TestResults", "sentinel-data", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    private static readonly HashSet<string> Binary = [".png", ".jpg", ".ico", ".gz", ".br", ".zst", ".onnx", ".gguf", ".db", ".bin"];

    /// <summary>Paths relative to the root, with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(new DirectoryInfo(RepositoryRoot.Path))
            .Select(file => Path.GetRelativePath(RepositoryRoot.Path, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>Files that hold text.</summary>
    public static IEnumerable<string> TextFiles => Files.Where(file => !Binary.Contains(Path.GetExtension(file)));

    public static IEnumerable<string> CSharp(string under) => Files.Where(file => Is(file, under, ".cs"));

    public static IEnumerable<string> Projects => Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal));

    public static IEnumerable<string> Markdown => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(RepositoryRoot.Combine(file));

    public static string[] Lines(string file) => File.ReadAllLines(RepositoryRoot.Combine(file));

    public static bool Exists(string path) =>
        File.Exists(RepositoryRoot.Combine(path)) || Directory.Exists(RepositoryRoot.Combine(path));

    private static bool Is(string file, string under, string extension) =>
        file.StartsWith(under + "/", StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal);

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (NotOurs.Contains(entry.Name))
                continue;
            if (entry is FileInfo file)
                yield return file;
            else if (entry is DirectoryInfo { LinkTarget: null } inner)
            {
                foreach (var found in Walk(inner))
                    yield return found;
            }
        }
    }
}
