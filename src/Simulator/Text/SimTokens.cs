namespace LlmSentinel.Simulator;

/// <summary>
/// How the simulator counts tokens. One token is a run of letters, digits, underscores and non-ASCII characters, or one other
/// visible ASCII character; white space and control characters belong to the token that follows. "The sum is 42." has 5.
/// Every count in an answer's usage follows this rule, so a caller can compute it.
/// </summary>
public static class SimTokens
{
    /// <summary>Tokens in a text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        var inWord = false;
        foreach (var c in text) Step(c, ref count, ref inWord);
        return count;
    }

    /// <summary>Tokens in a UTF-8 text.</summary>
    public static int Count(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        var inWord = false;
        foreach (var b in utf8) Step((char)b, ref count, ref inWord);
        return count;
    }

    /// <summary>The tokens of a text, each with the white space before it; what stands after the last one belongs to it. Joined they are the text.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var pieces = new List<string>();
        var start = 0;
        var seen = false;
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c <= ' ')
            {
                // White space after a token opens the next piece, which then takes all of it up to its own token.
                if (seen && !OnlySpaceFrom(text, i))
                {
                    pieces.Add(text[start..i]);
                    start = i;
                    seen = false;
                }
                inWord = false;
                continue;
            }
            var word = IsWord(c);
            if (seen && !(word && inWord))
            {
                pieces.Add(text[start..i]);
                start = i;
            }
            seen = true;
            inWord = word;
        }
        if (seen) pieces.Add(text[start..]);
        return pieces;
    }

    /// <summary>Counts in the raw bytes of a JSON string without quotes; false when it holds a \u escape, which needs decoding first.</summary>
    internal static bool TryCountEscaped(ReadOnlySpan<byte> raw, out int count)
    {
        count = 0;
        var inWord = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[i];
            if (b != '\\')
            {
                Step((char)b, ref count, ref inWord);
                continue;
            }
            var escape = raw[++i];
            if (escape == 'u') return false;
            Step(escape is (byte)'"' or (byte)'\\' or (byte)'/' ? (char)escape : ' ', ref count, ref inWord);
        }
        return true;
    }

    private static void Step(char c, ref int count, ref bool inWord)
    {
        if (c <= ' ')
        {
            inWord = false;
        }
        else if (IsWord(c))
        {
            if (!inWord) count++;
            inWord = true;
        }
        else
        {
            count++;
            inWord = false;
        }
    }

    private static bool IsWord(char c) => c >= 0x80 || char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool OnlySpaceFrom(string text, int index) => text.AsSpan(index).TrimStart(Space).IsEmpty;

    private const string Space = "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f ";
}
