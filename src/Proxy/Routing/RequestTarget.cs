namespace LlmSentinel.Proxy.Routing;

/// <summary>
/// The request target as the client wrote it. Routing and forwarding work on these raw characters, so that an encoded
/// slash, colon or space reaches the upstream exactly as sent; only a target that could climb out of the named upstream
/// is refused.
/// </summary>
internal static class RequestTarget
{
    /// <summary>
    /// Path and query of a raw target: origin form as it stands, absolute form (<c>http://host/path</c>) without scheme
    /// and authority. Null for anything else (<c>*</c>, authority form).
    /// </summary>
    public static string? PathAndQuery(string rawTarget)
    {
        if (rawTarget.StartsWith('/'))
            return rawTarget;

        var scheme = rawTarget.IndexOf("://", StringComparison.Ordinal);
        if (scheme <= 0)
            return null;
        var path = rawTarget.IndexOfAny(['/', '?'], scheme + 3);
        if (path < 0)
            return "/";
        return rawTarget[path] == '?' ? "/" + rawTarget[path..] : rawTarget[path..];
    }

    /// <summary>The path part of a path and query.</summary>
    public static ReadOnlySpan<char> Path(ReadOnlySpan<char> pathAndQuery)
    {
        var query = pathAndQuery.IndexOf('?');
        return query < 0 ? pathAndQuery : pathAndQuery[..query];
    }

    /// <summary>
    /// True when no reading of the path, percent-decoded once or twice, with slashes or backslashes, holds a <c>.</c> or <c>..</c> segment,
    /// and no control character stands in it.
    /// </summary>
    public static bool IsSafe(ReadOnlySpan<char> path)
    {
        // Nearly every path has no dot segment, no percent sign and no backslash: one vectorised look settles it.
        if (path.IndexOfAny('%', '\\', '#') < 0 && path.IndexOf("/.") < 0)
            return true;

        if (path.Contains('#'))
            return false;
        Span<char> once = path.Length <= 512 ? stackalloc char[path.Length] : new char[path.Length];
        once = once[..Decode(path, once)];
        if (HasDotSegment(once))
            return false;
        Span<char> twice = once.Length <= 512 ? stackalloc char[once.Length] : new char[once.Length];
        twice = twice[..Decode(once, twice)];
        return !HasDotSegment(twice);
    }

    private static int Decode(ReadOnlySpan<char> source, Span<char> destination)
    {
        var length = 0;
        for (var i = 0; i < source.Length; i++)
        {
            var c = source[i];
            if (c == '%' && i + 2 < source.Length && char.IsAsciiHexDigit(source[i + 1]) && char.IsAsciiHexDigit(source[i + 2]))
            {
                c = (char)((HexValue(source[i + 1]) << 4) | HexValue(source[i + 2]));
                i += 2;
            }

            destination[length++] = c;
        }

        return length;
    }

    private static int HexValue(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    private static bool HasDotSegment(ReadOnlySpan<char> path)
    {
        foreach (var range in path.SplitAny('/', '\\'))
        {
            var segment = path[range];
            if (segment is "." or "..")
                return true;
        }

        return path.ContainsAnyInRange('\0', '\u001f');
    }
}
