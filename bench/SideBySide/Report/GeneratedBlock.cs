namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>A part of a Markdown file that is written by the report; everything around it is written by people.</summary>
internal static class GeneratedBlock
{
    /// <summary>The text with the part replaced.</summary>
    /// <exception cref="InvalidDataException">The marks around it are missing.</exception>
    public static string Replace(string text, string name, string content)
    {
        var begin = $"<!-- begin {name}: written by ./bench.sh report -->";
        var end = $"<!-- end {name} -->";
        var from = text.IndexOf(begin, StringComparison.Ordinal);
        var to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new InvalidDataException($"The marks of the generated part are missing: '{begin}' and '{end}'.");
        return $"{text[..(from + begin.Length)]}\n\n{content.Trim()}\n\n{text[to..]}";
    }
}
