using System.Text.RegularExpressions;
using LlmSentinel.Conventions.Sources;

namespace LlmSentinel.Conventions.Docs;

/// <summary>A Markdown file, taken apart as far as the conventions need it.</summary>
internal sealed partial record Document(string Path, IReadOnlyList<string> Links, IReadOnlyList<string> CodeSpans, IReadOnlyList<string> Commands, IReadOnlySet<string> Anchors)
{
    public static IReadOnlyList<Document> All { get; } = [.. SourceTree.Markdown.Select(Read)];

    private static Document Read(string path)
    {
        var prose = new List<string>();
        var commands = new List<string>();
        var fence = "";
        foreach (var line in SourceTree.Lines(path))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                fence = fence.Length > 0 ? "" : line.Trim();
            else if (fence.Length == 0)
                prose.Add(line);
            else if (fence is "```sh" or "```bash" or "```console")
                commands.Add(line.Trim());
        }

        // A code span may run over a line's end, a paragraph's it may not.
        var text = string.Join('\n', prose);
        return new Document(
            path,
            [.. Link().Matches(text).Select(match => match.Groups[1].Value)],
            [.. CodeSpan().Matches(text).Select(match => match.Groups[1].Value)],
            commands,
            prose.Where(line => line.StartsWith('#')).Select(Anchor).ToHashSet(StringComparer.Ordinal));
    }

    // The anchor GitHub gives a heading: lower case, punctuation gone, spaces to hyphens.
    private static string Anchor(string heading) =>
        string.Concat(heading.TrimStart('#').Trim()
            .Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_')
            .Select(character => character == ' ' ? '-' : char.ToLowerInvariant(character)));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex CodeSpan();
}
