using System.Globalization;

namespace LlmSentinel.Core.Exchanges;

/// <summary>W3C trace context of a caller (Trace Context level 1, header <c>traceparent</c>).</summary>
/// <param name="TraceId">32 lower-case hex digits.</param>
/// <param name="ParentId">16 lower-case hex digits.</param>
/// <param name="Sampled">Whether the caller records its trace.</param>
public readonly record struct TraceParent(string TraceId, string ParentId, bool Sampled)
{
    private const int Length = 55;

    /// <summary>
    /// Reads a header value. Blanks around it, upper-case digits and longer values of later versions are accepted; anything else
    /// that the specification forbids (zero ids, version ff) is not.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> header, out TraceParent parent)
    {
        parent = default;
        header = header.Trim();
        if (header.Length < Length || header[2] != '-' || header[35] != '-' || header[52] != '-')
            return false;

        var version = header[..2];
        var later = !version.SequenceEqual("00");
        if (!IsHex(version) || version.Equals("ff", StringComparison.OrdinalIgnoreCase))
            return false;
        if (header.Length > Length && (!later || header[Length] != '-'))
            return false;

        var trace = header[3..35];
        var span = header[36..52];
        var flags = header[53..55];
        if (!IsHex(trace) || !IsHex(span) || !IsHex(flags) || !trace.ContainsAnyExcept('0') || !span.ContainsAnyExcept('0'))
            return false;

        var sampled = byte.Parse(flags, NumberStyles.HexNumber, CultureInfo.InvariantCulture) & 1;
        parent = new TraceParent(Lower(trace), Lower(span), sampled != 0);
        return true;
    }

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }

    private static string Lower(ReadOnlySpan<char> hex)
    {
        Span<char> lower = stackalloc char[hex.Length];
        hex.ToLowerInvariant(lower);
        return new string(lower);
    }
}
