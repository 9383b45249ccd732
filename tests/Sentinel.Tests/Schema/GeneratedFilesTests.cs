using System.Text.RegularExpressions;
using LlmSentinel.Configuration;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Sentinel.Schema;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Schema;

/// <summary>Schema, shipped configuration and table of keys follow the option classes. <c>sentinel schema --update .</c> mends them.</summary>
public sealed partial class GeneratedFilesTests
{
    private static readonly ConfigurationLoader Loader = new(new Dictionary<string, string>(), RepositoryRoot.Path);

    [Fact]
    public void GeneratedFiles_AreUpToDate() => Assert.All(
        GeneratedFiles.All(RepositoryRoot.Path), file => Assert.Equal(file.Content, File.ReadAllText(RepositoryRoot.Combine(file.Path)).ReplaceLineEndings("\n")));

    [Fact]
    public void ShippedConfiguration_LoadsToExactlyTheDefaults()
    {
        var shipped = Loader.Load(RepositoryRoot.Combine("config", "sentinel.yaml")).GetSnapshot();
        var defaults = Loader.LoadText("").GetSnapshot();

        Assert.Empty(ConfigurationChange.Between(defaults, shipped).ChangedKeys);
        Assert.Equal(defaults.Entries.Select(entry => (entry.Key, entry.Value)), shipped.Entries.Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public void ShippedConfiguration_HasEveryKeyUnderItsDescription()
    {
        var text = File.ReadAllText(RepositoryRoot.Combine("config", "sentinel.yaml"));
        var words = Whitespace().Replace(text.Replace("#", " ", StringComparison.Ordinal), " ");

        Assert.All(KeyList.All(), pair =>
        {
            Assert.Matches($@"(?m)^\s*#?{Regex.Escape(pair.Key.Split('.')[^1])}:", text);
            Assert.Contains(Whitespace().Replace(pair.Schema.Description.Replace("#", " ", StringComparison.Ordinal), " "), words, StringComparison.Ordinal);
        });
    }

    /// <summary>Uncommenting an example must not give a file with unknown or misplaced keys.</summary>
    [Fact]
    public void ShippedConfiguration_WithEveryExampleUncommented_HasNoUnknownKey()
    {
        var lines = File.ReadAllLines(RepositoryRoot.Combine("config", "sentinel.yaml")).Where(line => !Comment().IsMatch(line)).Select(line => line.Replace("#", "", StringComparison.Ordinal)).ToArray();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            // A key with something below it has no value of its own.
            if (Indent(lines[i + 1]) > Indent(lines[i]))
                lines[i] = lines[i][..(lines[i].IndexOf(':', StringComparison.Ordinal) + 1)];
        }

        var errors = Loader.LoadText(string.Join('\n', lines)).Errors;

        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.DoesNotContain("unknown", error.Message, StringComparison.Ordinal));
        Assert.Contains(errors, error => error.Key == "upstreams.openai.destinations.example.address");
        Assert.Contains(errors, error => error.Key == "proxy.tls.certificate");
    }

    [Fact]
    public void Schema_EmbeddedInTheLoader_IsTheOneOfTheOptionClasses() => Assert.Equal(
        KeyList.All().Select(pair => (pair.Key, pair.Schema.Kind)),
        KeyList.Of(SchemaReader.Root).Select(pair => (pair.Key, pair.Schema.Kind)));

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"^\s*(# |#$|$)")]
    private static partial Regex Comment();

    private static int Indent(string line) => line.Length - line.TrimStart().Length;
}
