using LlmSentinel.Conventions.Code;
using LlmSentinel.Conventions.Sources;

namespace LlmSentinel.Conventions;

/// <summary>
/// Dependencies point down: Core, Statistics and Simulator know nobody, every stage knows only those, the host knows the stages of the data path, the executables
/// know the host.
/// A project that is not in the table is a decision somebody has to make here.
/// </summary>
public class DependencyDirectionTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Core"] = [],
        ["Simulator"] = [],
        ["Statistics"] = [],
        ["Configuration"] = ["Core"],
        ["Proxy"] = ["Core"],
        ["Storage"] = ["Core", "Statistics"],
        ["Tokens"] = ["Core"],
        ["Hosting"] = ["Core", "Configuration", "Proxy", "Storage"],
        ["Sentinel"] = ["Core", "Configuration", "Proxy", "Storage", "Tokens", "Hosting", "Simulator"],
        ["Sidecar"] = ["Core", "Configuration", "Tokens", "Hosting"],
    };

    /// <summary>Libraries that exactly one project may know, by the beginning of their assembly name.</summary>
    public static TheoryData<string, string> OneOwner => new()
    {
        { "Yarp.", "LlmSentinel.Proxy" },
        { "Microsoft.Data.Sqlite", "LlmSentinel.Storage" },
        { "SQLitePCLRaw", "LlmSentinel.Storage" },
        { "Microsoft.ML.Tokenizers", "LlmSentinel.Tokens" },
        { "OpenTelemetry", "sentinel" },
        { "Prometheus", "LlmSentinel.Hosting" },
        { "Spectre.Console", "sentinel" },
        { "System.CommandLine", "sentinel" },
    };

    [Fact]
    public void Projects_ReferenceOnlyWhatLiesBelowThem()
    {
        var wrong = ProjectFile.InSource.SelectMany(project => project.Projects
            .Where(reference => !Allowed.GetValueOrDefault(project.Name, []).Contains(reference))
            .Select(reference => $"{project.Path} references {reference}"));

        Rule.HasNoOffenders(wrong);
        Rule.HasNoOffenders(ProjectFile.InSource.Select(project => project.Name).Except(Allowed.Keys));
    }

    [Fact]
    public void Assemblies_ReferenceOnlyWhatLiesBelowThem()
    {
        var wrong = BuiltAssembly.Product.SelectMany(assembly => assembly.References
            .Where(reference => reference.StartsWith("LlmSentinel.", StringComparison.Ordinal))
            .Select(reference => reference["LlmSentinel.".Length..])
            .Where(reference => !Allowed[ProjectOf(assembly.Name)].Contains(reference))
            .Select(reference => $"{assembly.Name} references {reference}"));

        Rule.HasNoOffenders(wrong);
        Assert.Equal(Allowed.Keys.Order(), BuiltAssembly.Product.Select(assembly => ProjectOf(assembly.Name)).Order());
    }

    [Theory]
    [MemberData(nameof(OneOwner))]
    public void Library_IsKnownToItsOwnerOnly(string library, string owner)
    {
        var others = BuiltAssembly.Product
            .Where(assembly => assembly.Name != owner)
            .Where(assembly => assembly.References.Any(reference => reference.StartsWith(library, StringComparison.Ordinal)))
            .Select(assembly => assembly.Name);

        Rule.HasNoOffenders(others);
    }

    [Theory]
    [InlineData("Core")]
    [InlineData("Configuration")]
    [InlineData("Proxy")]
    [InlineData("Storage")]
    [InlineData("Statistics")]
    [InlineData("Hosting")]
    [InlineData("Sidecar")]
    public void DataPath_IsAotCompatible(string project) =>
        Assert.True(ProjectFile.InSource.Single(file => file.Name == project).AotCompatible);

    private static string ProjectOf(string assembly) =>
        assembly switch
        {
            "sentinel" => "Sentinel",
            "sidecar" => "Sidecar",
            _ => assembly["LlmSentinel.".Length..],
        };
}
