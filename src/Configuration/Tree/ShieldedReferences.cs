using System.Text.RegularExpressions;

namespace LlmSentinel.Configuration.Tree;

/// <summary>
/// Lets <c>${VAR}</c> stand without quotes inside <c>{ ... }</c> and <c>[ ... ]</c>, where YAML takes its braces for its own: they go
/// through the parser as two characters nobody writes. Every place in the text stays where it is.
/// </summary>
internal static partial class ShieldedReferences
{
    // Of Unicode's private use area.
    private const char Open = '\uF8F0';
    private const char Close = '\uF8F1';

    /// <summary>The text for the parser.</summary>
    public static string Shield(string text) => Reference().Replace(text, static match => $"${Open}{match.ValueSpan[2..^1]}{Close}");

    /// <summary>A value as it was written.</summary>
    public static string Restore(string value) => Shielded().Replace(value, static match => $"${{{match.ValueSpan[2..^1]}}}");

    [GeneratedRegex(@"\$\{[A-Za-z_][A-Za-z0-9_]*(?::-[^{}\r\n]*)?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();

    [GeneratedRegex("\\$\uF8F0[^\uF8F0\uF8F1]*\uF8F1", RegexOptions.CultureInvariant)]
    private static partial Regex Shielded();
}
