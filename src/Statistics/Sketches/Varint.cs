namespace LlmSentinel.Statistics.Sketches;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the top bit says that more follow.</summary>
public static class Varint
{
    /// <summary>Bytes a number takes at most.</summary>
    public const int MaxLength = 10;

    /// <summary>Writes a number and moves on. The span must have room for it.</summary>
    public static void Write(Span<byte> to, ref int at, ulong value)
    {
        while (value >= 0x80)
        {
            to[at++] = (byte)(value | 0x80);
            value >>= 7;
        }

        to[at++] = (byte)value;
    }

    /// <summary>Reads a number and moves on. Throws <see cref="FormatException"/> when the bytes end within it or it does not fit 64 bits.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int at)
    {
        if ((uint)at < (uint)bytes.Length && bytes[at] < 0x80)
            return bytes[at++];

        var value = 0UL;
        for (var shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            var part = bytes[at++];
            if (shift == 63 && part > 1)
                break;
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw new FormatException("A number that does not end, or does not fit 64 bits.");
    }

    /// <summary>Small numbers of either sign as small ones without: 0, -1, 1, -2 become 0, 1, 2, 3.</summary>
    public static ulong Zigzag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>Undoes <see cref="Zigzag"/>.</summary>
    public static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
