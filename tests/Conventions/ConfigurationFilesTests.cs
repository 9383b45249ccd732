using LlmSentinel.Configuration;
using LlmSentinel.Conventions.Docs;
using LlmSentinel.Conventions.Sources;
using LlmSentinel.Sentinel.Schema;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions;

/// <summary>The files made from the option classes are what those classes say today.</summary>
public class ConfigurationFilesTests
{
    [Fact]
    public void Schema_IsUpToDate() => GeneratedFile.IsUpToDate("config/sentinel.schema.json", SchemaGenerator.Generate());

    [Fact]
    public void DefaultFile_IsUpToDate() => GeneratedFile.IsUpToDate("config/sentinel.yaml", SampleWriter.Write());

    [Fact]
    public void DefaultFile_IsValid()
    {
        var loader = new ConfigurationLoader(new Dictionary<string, string>(), RepositoryRoot.Path);

        Rule.HasNoOffenders(loader.Load("config/sentinel.yaml").Errors.Select(error => error.ToString()));
    }

    [Fact]
    public void EveryKey_IsDocumented()
    {
        var rows = KeyTableWriter.Write().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(2);

        GeneratedBlock.IsUpToDate("docs/configuration.md", [.. rows]);
    }

    [Fact]
    public void ShippedFiles_AreMentionedInADocument() =>
        Rule.HasNoOffenders(SourceTree.Files
            .Where(file => file.StartsWith("config/", StringComparison.Ordinal))
            .Where(file => !SourceTree.Markdown.Any(document => Mentions(document, file))));

    private static bool Mentions(string document, string file)
    {
        var text = SourceTree.Read(document);
        return text.Contains(file, StringComparison.Ordinal) || (Path.GetDirectoryName(file) is var folder && folder != "config" && text.Contains(folder + "/", StringComparison.Ordinal));
    }
}
