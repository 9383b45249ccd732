using System.Numerics;

namespace LlmSentinel.Storage.Summary;

/// <summary>
/// Splits the whole numbers into ranges of equal relative width: 256 to each doubling, exact below 512.
/// Ranges ascend with their numbers.
/// </summary>
internal static class LogBuckets
{
    private const int Bits = 8;

    public static int IndexOf(long value)
    {
        if (value < 0)
            return -1 - IndexOf(value == long.MinValue ? long.MaxValue : -(value + 1));
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Bits);
        return (shift << Bits) + (int)(value >> shift);
    }
}
