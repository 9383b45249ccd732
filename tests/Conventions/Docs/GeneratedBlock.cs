using LlmSentinel.Conventions.Sources;
using LlmSentinel.Testing;

namespace LlmSentinel.Conventions.Docs;

/// <summary>
/// A table of a document that is made from code. The test compares; with <c>SENTINEL_REGENERATE=1</c> in the environment it
/// writes the table anew instead, so that a new row is never typed twice.
/// </summary>
internal static class GeneratedBlock
{
    /// <param name="document">Path in the source tree.</param>
    /// <param name="rows">What the table must hold.</param>
    /// <param name="heading">How the table's first line begins; any table's when left out.</param>
    public static void IsUpToDate(string document, IReadOnlyList<string> rows, string heading = "|")
    {
        var lines = SourceTree.Lines(document);
        var table = Array.FindIndex(lines, line => line.StartsWith(heading, StringComparison.Ordinal));
        var first = Array.FindIndex(lines, table, line => line.StartsWith("|---", StringComparison.Ordinal)) + 1;
        var last = Array.FindIndex(lines, first, line => !line.StartsWith('|'));
        var present = lines[first..(last < 0 ? lines.Length : last)];
        if (Environment.GetEnvironmentVariable("SENTINEL_REGENERATE") == "1")
            File.WriteAllLines(RepositoryRoot.Combine(document), [.. lines[..first], .. rows, .. lines[(first + present.Length)..]]);
        else
            Rule.HasNoOffenders(
                [.. rows.Except(present).Select(row => $"missing in {document}: {row}"),
                 .. present.Except(rows).Select(row => $"no longer true in {document}: {row}"),
                 .. rows.SequenceEqual(present) ? Array.Empty<string>() : [$"{document} is not in order; SENTINEL_REGENERATE=1 ./test.sh --only Conventions writes it anew"]]);
    }
}
