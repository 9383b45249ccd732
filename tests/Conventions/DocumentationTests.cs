using System.Reflection;
using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Code;
using LlmSentinel.Conventions.Docs;
using LlmSentinel.Conventions.Sources;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions;

/// <summary>Documents name only things that exist.</summary>
public partial class DocumentationTests
{
    // Types of the framework and of libraries that the documents speak of.
    private static readonly HashSet<string> Foreign =
        ["HttpClient", "TimeProvider", "IHttpForwarder", "LoggerMessage", "ILogger", "UserSecrets", "PackageReference", "ProjectReference", "BenchmarkDotNet"];

    // Its tables hold values of YARP's that look like types; they are compared with the code elsewhere.
    private const string MadeFromCode = "docs/configuration.md";

    private static readonly string[] Assemblies = ["LlmSentinel.Testing", "LlmSentinel.Conventions"];

    private static readonly HashSet<string> Names =
        [.. from assembly in BuiltAssembly.Loaded.Concat(Assemblies.Select(name => Assembly.Load(new AssemblyName(name))))
            from type in assembly.GetTypes()
            from name in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Select(member => member.Name).Prepend(type.Name.Split('`')[0])
            select name];

    private static readonly HashSet<string> FileNames = [.. SourceTree.Files.Select(file => Path.GetFileNameWithoutExtension(file))];

    [Fact]
    public void Links_LeadSomewhere() =>
        Rule.HasNoOffenders(
            from document in Document.All
            from link in document.Links
            where !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)
            where !Resolves(document, link)
            select $"{document.Path}: {link}");

    [Fact]
    public void Paths_Exist() =>
        Rule.HasNoOffenders(
            from document in Document.All
            from span in document.CodeSpans
            where OurPath().IsMatch(span) && !Names.Contains(span)
            where !SourceTree.Exists(span.TrimEnd('/'))
            select $"{document.Path}: `{span}`");

    [Fact]
    public void Types_Exist() =>
        Rule.HasNoOffenders(
            from document in Document.All
            where document.Path != MadeFromCode
            from span in document.CodeSpans
            where TypeName().IsMatch(span)
            let last = span.Split('.', '<', '(')
            from name in last.Where(part => TypeName().IsMatch(part))
            where !Names.Contains(name) && !FileNames.Contains(name) && !Foreign.Contains(name)
            select $"{document.Path}: `{span}`");

    [Fact]
    public void Commands_NameWhatExists() =>
        Rule.HasNoOffenders(
            from document in Document.All
            from command in document.Commands
            from Match path in CommandPath().Matches(command)
            where !SourceTree.Exists(path.Groups[1].Value.TrimEnd('/'))
            select $"{document.Path}: {command}");

    private static bool Resolves(Document document, string link)
    {
        var parts = link.Split('#', 2);
        var folder = Path.GetDirectoryName(document.Path)!;
        var target = parts[0].Length == 0
            ? document.Path
            : Path.GetRelativePath(RepositoryRoot.Path, RepositoryRoot.Combine(folder, parts[0])).Replace('\\', '/');
        if (!SourceTree.Exists(target))
            return false;
        return parts.Length == 1 || Document.All.FirstOrDefault(other => other.Path == target)?.Anchors.Contains(parts[1]) != false;
    }

    // A path below one of our top folders; placeholders in capitals, braces or stars are not meant as names.
    [GeneratedRegex(@"^\.?/?(src|tests|config|docs|eng|bench|helm|\.ci)/[A-Za-z0-9_./-]*$")]
    private static partial Regex OurPath();

    // Two humps or more: one capitalised word alone is more often plain English.
    [GeneratedRegex(@"^I?[A-Z][a-z0-9]+([A-Z][A-Za-z0-9]*)+([.<(].*)?$")]
    private static partial Regex TypeName();

    [GeneratedRegex(@"(?:^|\s|--project )((?:\./|src/|tests/|config/)[A-Za-z0-9_./-]+)")]
    private static partial Regex CommandPath();
}
