namespace LlmSentinel.Core.Capture;

/// <summary>
/// Finds in the end of a JSON object those of its own members that lie wholly inside that end: of an answer too long to be kept,
/// usage and the like. Exact, because read from the closing brace backwards every quote is known to open or to close a string.
/// </summary>
internal static class LastMembers
{
    /// <summary>
    /// Where the members start: behind the earliest comma between two members of the outer object. -1 when the end is not that of
    /// an object or holds no whole member.
    /// </summary>
    public static int Find(ReadOnlySpan<byte> end)
    {
        var i = end.LastIndexOfAnyExcept(" \t\r\n"u8);
        if (i < 0 || end[i] != (byte)'}')
            return -1;

        var depth = 1;
        var found = -1;
        for (i--; i >= 0 && depth > 0; i--)
        {
            switch (end[i])
            {
                case (byte)'}' or (byte)']':
                    depth++;
                    break;
                case (byte)'{' or (byte)'[':
                    depth--;
                    break;
                case (byte)',' when depth == 1:
                    found = i + 1;
                    break;
                case (byte)'"':
                    i = OpeningQuote(end, i);
                    break;
            }
        }

        return found;
    }

    /// <summary>Index of the quote that opens the string closed at <paramref name="closing"/>, or -1.</summary>
    private static int OpeningQuote(ReadOnlySpan<byte> end, int closing)
    {
        var i = closing;
        while ((i = end[..i].LastIndexOf((byte)'"')) >= 0)
        {
            var lastOther = end[..i].LastIndexOfAnyExcept((byte)'\\');
            var backslashes = i - 1 - lastOther;
            if (lastOther < 0 && backslashes > 0)
                return -1;
            if (backslashes % 2 == 0)
                return i;
        }

        return -1;
    }
}
