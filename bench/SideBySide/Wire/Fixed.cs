namespace LlmSentinel.Bench.SideBySide.Wire;

/// <summary>Numbers of a fixed width: templates are patched in place and every answer of a shape has the same length.</summary>
internal static class Fixed
{
    /// <summary>Digits of a request id.</summary>
    public const int IdDigits = 10;

    /// <summary>Digits of a time in nanoseconds.</summary>
    public const int TimeDigits = 18;

    /// <summary>Writes a number with leading zeros over the whole of a span.</summary>
    public static void Write(Span<byte> target, long value)
    {
        for (var i = target.Length - 1; i >= 0; i--, value /= 10)
            target[i] = (byte)('0' + (value % 10));
    }

    /// <summary>Reads the whole of a span; -1 when it holds something other than digits.</summary>
    public static long Read(ReadOnlySpan<byte> source)
    {
        var value = 0L;
        foreach (var digit in source)
        {
            if (!char.IsAsciiDigit((char)digit))
                return -1;
            value = (value * 10) + (digit - '0');
        }

        return value;
    }
}
