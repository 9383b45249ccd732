using System.Xml.Linq;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions.Sources;

/// <summary>What one project file says of its dependencies.</summary>
internal sealed record ProjectFile(string Path, string Name, IReadOnlyList<string> Projects, IReadOnlyList<string> Packages, bool AotCompatible)
{
    public static IReadOnlyList<ProjectFile> InSource { get; } =
        [.. SourceTree.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(Read)];

    public static ProjectFile Read(string path)
    {
        var xml = XDocument.Load(RepositoryRoot.Combine(path));
        return new ProjectFile(
            path,
            System.IO.Path.GetFileNameWithoutExtension(path),
            [.. Includes(xml, "ProjectReference").Select(include => System.IO.Path.GetFileNameWithoutExtension(include.Replace('\\', '/')))],
            [.. Includes(xml, "PackageReference")],
            xml.Descendants("IsAotCompatible").Any(element => element.Value == "true"));
    }

    private static IEnumerable<string> Includes(XDocument xml, string element) =>
        xml.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();
}
