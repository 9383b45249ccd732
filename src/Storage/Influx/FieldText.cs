using System.Buffers;
using System.Text;

namespace LlmSentinel.Storage.Influx;

/// <summary>
/// Text in a string field. Line protocol ends at a line break, whatever quotes it stands in, for servers that read line by line, and a
/// query ends at a NUL: these three characters stand as their pictures, U+240A, U+240D and U+2400. Where the text has these signs itself,
/// U+241B stands before them.
/// </summary>
internal static class FieldText
{
    private const string Controls = "\n\r\0";
    private const string Pictures = "\u240A\u240D\u2400";
    private const char Escape = '\u241B';

    private static readonly SearchValues<char> Special = SearchValues.Create(Controls + Pictures + "\u241B");

    /// <summary>Stands before a picture that means itself.</summary>
    public static ReadOnlySpan<byte> EscapeBytes => "\u241B"u8;

    /// <summary>What stands for a line feed, a carriage return or a NUL.</summary>
    public static ReadOnlySpan<byte> Picture(byte control) => control switch
    {
        (byte)'\n' => "\u240A"u8,
        (byte)'\r' => "\u240D"u8,
        _ => "\u2400"u8,
    };

    /// <summary>True when the text begins with a sign that has a meaning.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> text) =>
        text.StartsWith("\u240A"u8) || text.StartsWith("\u240D"u8) || text.StartsWith("\u2400"u8) || text.StartsWith(EscapeBytes);

    /// <summary>How a text stands in the field, for comparisons with it.</summary>
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAny(Special))
            return text;
        var encoded = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c == Escape || Pictures.Contains(c, StringComparison.Ordinal))
                encoded.Append(Escape);
            encoded.Append(Controls.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Pictures[at] : c);
        }

        return encoded.ToString();
    }

    /// <summary>The text of a field.</summary>
    public static string Decode(string field)
    {
        if (!field.AsSpan().ContainsAny(Special))
            return field;
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == Escape && i + 1 < field.Length)
                text.Append(field[++i]);
            else
                text.Append(Pictures.IndexOf(field[i], StringComparison.Ordinal) is >= 0 and var at ? Controls[at] : field[i]);
        }

        return text.ToString();
    }
}
