using System.Globalization;
using System.Text;

namespace LlmSentinel.Tokens;

/// <summary>Reads the inside of a JSON string leniently: for counting, a broken escape is text like any other.</summary>
internal static class JsonText
{
    /// <summary>Unescapes into <paramref name="chars"/>, which has room for as many characters as there are bytes; the number written.</summary>
    internal static int Unescape(ReadOnlySpan<byte> escapedUtf8, Span<char> chars)
    {
        var written = 0;
        while (!escapedUtf8.IsEmpty)
        {
            var escape = escapedUtf8.IndexOf((byte)'\\');
            var plain = escape < 0 ? escapedUtf8 : escapedUtf8[..escape];
            written += Encoding.UTF8.GetChars(plain, chars[written..]);
            if (escape < 0) break;
            escapedUtf8 = escapedUtf8[escape..];
            chars[written++] = One(escapedUtf8, out var length);
            escapedUtf8 = escapedUtf8[length..];
        }

        return written;
    }

    private static char One(ReadOnlySpan<byte> escape, out int length)
    {
        length = Math.Min(2, escape.Length);
        if (escape.Length < 2) return '\\';
        switch (escape[1])
        {
            case (byte)'n': return '\n';
            case (byte)'t': return '\t';
            case (byte)'r': return '\r';
            case (byte)'b': return '\b';
            case (byte)'f': return '\f';
            case (byte)'u' when escape.Length >= 6
                && ushort.TryParse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code):
                length = 6;
                return (char)code;
            default: return (char)escape[1];
        }
    }
}
