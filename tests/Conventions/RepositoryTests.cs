using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Sources;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions;

/// <summary>Rules for the files themselves.</summary>
public partial class RepositoryTests
{
    private const int LongestFile = 400;

    // The patterns below would find themselves.
    private const string Itself = "tests/Conventions/RepositoryTests.cs";

    private static IEnumerable<string> OwnCode => new[] { "src", "bench", "tests" }.SelectMany(SourceTree.CSharp);

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = SourceTree.Read("LlmSentinel.sln").Replace('\\', '/');

        Rule.HasNoOffenders(SourceTree.Projects.Where(project => !solution.Contains($"\"{project}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryProject_HasItsPackagesLocked() =>
        Rule.HasNoOffenders(SourceTree.Projects
            .Select(project => $"{Path.GetDirectoryName(project)}/packages.lock.json")
            .Where(lockFile => !SourceTree.Exists(lockFile)));

    [Fact]
    public void NoProject_NamesAPackageVersion() =>
        Rule.HasNoOffenders(SourceTree.Projects.Where(project => PackageVersion().IsMatch(SourceTree.Read(project))));

    [Fact]
    public void NoFile_NamesAPackageRegistry() => Rule.HasNoOffenders(LinesMatching(Registry(), SourceTree.TextFiles));

    [Fact]
    public void NoFile_NamesAFolderOfOneMachine()
    {
        var own = SourceTree.TextFiles.Where(file => SourceTree.Read(file).Contains(RepositoryRoot.Path + "/", StringComparison.Ordinal));

        Rule.HasNoOffenders(LinesMatching(HomeFolder(), SourceTree.TextFiles));
        Rule.HasNoOffenders(own);
    }

    [Fact]
    public void CSharpFiles_StayShort() =>
        Rule.HasNoOffenders(OwnCode
            .Where(file => SourceTree.Lines(file).Length > LongestFile)
            .Select(file => $"{file} has more than {LongestFile} lines"));

    [Fact]
    public void Code_HasNoRegionsAndNoNotesToSelf() =>
        Rule.HasNoOffenders(LinesMatching(Leftovers(), OwnCode));

    [Fact]
    public void Tests_DoNotWaitForAFixedTime() => Rule.HasNoOffenders(LinesMatching(LongDelay(), SourceTree.CSharp("tests")));

    [Fact]
    public void Placeholders_GoWhenTheFirstFileComes() =>
        Rule.HasNoOffenders(SourceTree.Files
            .Where(file => file.EndsWith("/Placeholder.cs", StringComparison.Ordinal))
            .Where(file => SourceTree.CSharp(Path.GetDirectoryName(file)!).Count() > 1));

    private static IEnumerable<string> LinesMatching(Regex forbidden, IEnumerable<string> files) =>
        from file in files
        where file != Itself
        from line in SourceTree.Lines(file).Index()
        where forbidden.IsMatch(line.Item)
        select $"{file}({line.Index + 1}): {line.Item.Trim()}";

    [GeneratedRegex("""<PackageReference [^>]*Version=""")]
    private static partial Regex PackageVersion();

    // Hosts of registries and their mirrors, as they slip into lock files.
    [GeneratedRegex("""registry\.[a-z0-9.-]+/|(npm|nuget|pypi)[a-z0-9]*\.(org|com|io|cn)/|"resolved": "http|/v3/index\.json""", RegexOptions.IgnoreCase)]
    private static partial Regex Registry();

    [GeneratedRegex("""(^|[\s"'(=:])(/root/|/home/[a-z]|/Users/[a-z]|[A-Z]:\\Users\\)""")]
    private static partial Regex HomeFolder();

    [GeneratedRegex("""#region|//\s*(TODO|FIXME|HACK|XXX)\b""")]
    private static partial Regex Leftovers();

    // A delay of a second or more, written as a number.
    [GeneratedRegex("""Task\.Delay\((\d_?\d{3}[\d_]*|TimeSpan\.From(Seconds|Minutes|Hours)\([1-9])""")]
    private static partial Regex LongDelay();
}
