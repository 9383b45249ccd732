using System.IO.Hashing;

namespace LlmSentinel.Core.Exchanges;

/// <summary>Decisions by hash of the exchange id: the same exchange is chosen again wherever it is looked at.</summary>
public static class ExchangeHash
{
    /// <summary>A number in [0, 1), uniform over ids. Different purposes pass different seeds, so that their choices are independent.</summary>
    public static double Fraction(Guid id, long seed)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);

        // The upper 53 bits are what a double holds exactly.
        return (XxHash3.HashToUInt64(bytes, seed) >> 11) * (1.0 / (1UL << 53));
    }
}
