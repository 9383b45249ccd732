namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Finds the text of a small event without parsing it. Inside a JSON string a quote is always escaped, so the raw bytes
/// <c>"content":"</c> can only be a member of that name with a string value. Whatever else the event holds is judged by
/// its brackets: an event with no more objects and arrays than its bare frame has only simple values beside the text.
/// </summary>
internal ref struct TextProbe
{
    /// <summary>Everything before the member's name.</summary>
    public ReadOnlySpan<byte> Before { get; private set; }

    /// <summary>The inside of the string, escapes as they stand; never empty.</summary>
    public ReadOnlySpan<byte> Text { get; private set; }

    /// <summary>Everything after the string's closing quote.</summary>
    public ReadOnlySpan<byte> After { get; private set; }

    /// <summary>True when the member is there, with text, at the end of a frame of so many brackets.</summary>
    /// <param name="data">The event.</param>
    /// <param name="member">Name, colon and opening quote: <c>"content":"</c>.</param>
    /// <param name="objects">Objects the frame opens before the text.</param>
    /// <param name="arrays">Arrays the frame opens before the text.</param>
    public bool TryFind(ReadOnlySpan<byte> data, ReadOnlySpan<byte> member, int objects, int arrays)
    {
        var start = data.IndexOf(member);
        // A backslash before it: the quote belongs to a longer name.
        if (start <= 0 || data[start - 1] == '\\')
            return false;

        var rest = data[(start + member.Length)..];
        var end = StringEnd(rest);
        if (end <= 0)
            return false;

        Before = data[..start];
        Text = rest[..end];
        After = rest[(end + 1)..];
        return Before.Count((byte)'{') == objects
            && Before.Count((byte)'[') == arrays
            && After.IndexOfAny((byte)'{', (byte)'[') < 0;
    }

    /// <summary>True when a member whose quoted name begins so stands outside the text with another value than null.</summary>
    public readonly bool Holds(ReadOnlySpan<byte> quotedName) => HoldsIn(Before, quotedName) || HoldsIn(After, quotedName);

    private static bool HoldsIn(ReadOnlySpan<byte> part, ReadOnlySpan<byte> quotedName)
    {
        var at = part.IndexOf(quotedName);
        if (at < 0)
            return false;
        var rest = part[(at + quotedName.Length)..];
        var colon = rest.IndexOf((byte)':');
        return colon < 0 || !rest[(colon + 1)..].TrimStart(" \t\r\n"u8).StartsWith("null"u8);
    }

    /// <summary>True when an index outside the text is not plainly 0: the text may be of another choice.</summary>
    public readonly bool MayBeOfOtherChoice => HasIndex(Before) || HasIndex(After);

    private static bool HasIndex(ReadOnlySpan<byte> part)
    {
        var at = part.IndexOf("\"index\":"u8);
        return at >= 0 && !part[at..].StartsWith("\"index\":0"u8);
    }

    /// <summary>Index of the quote that ends a string whose inside begins here; -1 when it does not end.</summary>
    public static int StringEnd(ReadOnlySpan<byte> rest)
    {
        var from = 0;
        while (true)
        {
            var next = rest[from..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
                return -1;
            from += next;
            if (rest[from] == '"')
                return from;
            from += 2;
            if (from >= rest.Length)
                return -1;
        }
    }
}
