namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>Pieces of Markdown.</summary>
internal static class Markdown
{
    /// <summary>A table: the first columns are text, the others figures.</summary>
    public static string Table(int texts, IEnumerable<string> head, IEnumerable<IEnumerable<string>> rows)
    {
        var columns = head.ToList();
        return string.Join('\n', [Row(columns), "|" + string.Concat(columns.Select((_, i) => i < texts ? "---|" : "---:|")), .. rows.Select(Row)]);
    }

    /// <summary>A part that opens on a click.</summary>
    public static string Folded(string title, string content) =>
        $"<details>\n<summary>{Escape(title)}</summary>\n\n{content}\n\n</details>";

    /// <summary>Text that is not to be read as markup.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("*", "\\*", StringComparison.Ordinal)
        .ReplaceLineEndings(" ");

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
