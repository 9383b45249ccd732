namespace LlmSentinel.Sentinel.Schema;

/// <summary>A part of a document that is generated, between <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c>.</summary>
internal static class GeneratedBlock
{
    /// <summary>The document with the part replaced.</summary>
    /// <exception cref="InvalidOperationException">The document has no such part.</exception>
    public static string Replace(string document, string name, string content)
    {
        var begin = $"<!-- {name}:begin -->\n";
        var end = $"<!-- {name}:end -->";
        var from = document.IndexOf(begin, StringComparison.Ordinal);
        var to = document.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
            throw new InvalidOperationException($"The document has no part '{name}'.");
        return $"{document[..(from + begin.Length)]}{content}{document[to..]}";
    }
}
