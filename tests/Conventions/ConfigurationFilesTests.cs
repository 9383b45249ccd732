using LlmSentinel.Conventions.Sources;
using LlmSentinel.Sentinel.Schema;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions;

/// <summary>The files under config/ are what the code says today, and somebody told users of them.</summary>
public class ConfigurationFilesTests
{
    [Fact]
    public void FilesMadeFromCode_AreUpToDate() =>
        Rule.HasNoOffenders(GeneratedFiles.All(RepositoryRoot.Path)
            .Where(file => SourceTree.Read(file.Path) != file.Content)
            .Select(file => $"{file.Path}: `dotnet run --project src/Sentinel -- schema --update .` writes it anew"));

    [Fact]
    public void ShippedFiles_AreMentionedInADocument() =>
        Rule.HasNoOffenders(SourceTree.Files
            .Where(file => file.StartsWith("config/", StringComparison.Ordinal))
            .Where(file => !SourceTree.Markdown.Any(document => Mentions(document, file))));

    // By its own name, or by that of a folder of files of one kind.
    private static bool Mentions(string document, string file)
    {
        var text = SourceTree.Read(document);
        var folder = Path.GetDirectoryName(file);
        return text.Contains(file, StringComparison.Ordinal) || (folder != "config" && text.Contains(folder!, StringComparison.Ordinal));
    }
}
