namespace LlmSentinel.Core.Wire;

/// <summary>
/// The last segments of a path, empty ones (double or trailing slashes) left out. Splits nothing and allocates nothing.
/// </summary>
internal readonly ref struct PathTail
{
    /// <summary>The last four segments, the last one first; empty where there is none.</summary>
    public readonly ReadOnlySpan<char> Last, Second, Third, Fourth;

    public PathTail(ReadOnlySpan<char> path)
    {
        Last = Cut(ref path);
        Second = Cut(ref path);
        Third = Cut(ref path);
        Fourth = Cut(ref path);
    }

    /// <summary>Compares a segment as servers do not, but clients write: without regard to case.</summary>
    public static bool Is(ReadOnlySpan<char> segment, string name) => segment.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for <c>v1</c>, <c>v2</c>, <c>v1beta</c> ...</summary>
    public static bool IsVersion(ReadOnlySpan<char> segment) =>
        segment.Length >= 2 && segment[0] is 'v' or 'V' && char.IsAsciiDigit(segment[1]);

    /// <summary>The segment after the first one named so, or empty.</summary>
    public static ReadOnlySpan<char> After(ReadOnlySpan<char> path, string name)
    {
        while (!path.IsEmpty)
        {
            var found = Is(CutFirst(ref path), name);
            if (found)
                return CutFirst(ref path);
        }

        return default;
    }

    private static ReadOnlySpan<char> Cut(scoped ref ReadOnlySpan<char> path)
    {
        path = path.TrimEnd('/');
        var slash = path.LastIndexOf('/');
        var segment = path[(slash + 1)..];
        path = slash < 0 ? default : path[..slash];
        return segment;
    }

    private static ReadOnlySpan<char> CutFirst(scoped ref ReadOnlySpan<char> path)
    {
        path = path.TrimStart('/');
        var slash = path.IndexOf('/');
        var segment = slash < 0 ? path : path[..slash];
        path = slash < 0 ? default : path[slash..];
        return segment;
    }
}
