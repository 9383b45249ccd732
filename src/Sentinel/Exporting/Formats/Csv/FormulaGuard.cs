namespace LlmSentinel.Sentinel.Exporting.Formats.Csv;

/// <summary>
/// A spreadsheet takes text that begins with one of a few characters for a formula and runs it. Such text, and text that begins with an
/// apostrophe, is written with an apostrophe before it, which a spreadsheet shows as text and an import takes away again.
/// </summary>
internal static class FormulaGuard
{
    private const char Mark = '\'';
    private const string Dangerous = "=+-@\t\r\n'";

    public static bool Needs(ReadOnlySpan<char> text) => text.Length > 0 && Dangerous.Contains(text[0]);

    public static bool Has(ReadOnlySpan<char> text) => text.Length > 1 && text[0] == Mark && Dangerous.Contains(text[1]);
}
