using LlmSentinel.Conventions.Sources;

namespace LlmSentinel.Conventions.Docs;

/// <summary>The rows of the tables of a document, cells trimmed and without backticks.</summary>
internal static class MarkdownTable
{
    /// <summary>All rows whose first cell is not a heading or a rule of dashes.</summary>
    public static IReadOnlyList<string[]> Rows(string document) =>
        [.. SourceTree.Lines(document)
            .Where(line => line.StartsWith('|'))
            .Where(line => !line.StartsWith("|-", StringComparison.Ordinal) && !line.StartsWith("| -", StringComparison.Ordinal))
            .Select(line => line.Trim().Trim('|').Split('|').Select(cell => cell.Trim().Replace("`", "", StringComparison.Ordinal)).ToArray())];
}
