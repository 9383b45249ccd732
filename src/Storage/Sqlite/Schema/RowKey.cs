using System.Buffers.Binary;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>
/// The key of a row: the microsecond its exchange started in, and 11 bits that tell apart those of one microsecond. The table is thereby
/// in the order of time, and a range of time is a range of keys. An id of version 7 holds the millisecond of the start, so it leads to
/// the few rows of that millisecond: neither needs an index.
/// </summary>
internal static class RowKey
{
    private const int TieBits = 11;

    /// <summary>The bits that tell apart the exchanges of one microsecond.</summary>
    public const long TieMask = (1 << TieBits) - 1;

    private const long Limit = long.MaxValue >> TieBits;

    /// <summary>Where the exchange goes, unless another one is there: the bits of its id that count within a millisecond make the tie.</summary>
    public static long Of(Exchange exchange) => First(Values.ToMicroseconds(exchange.StartedAt)) | ((long)Head(exchange.Id) & TieMask);

    /// <summary>The lowest key of a microsecond. Throws <see cref="ArgumentOutOfRangeException"/> outside of the years 1827 to 2112.</summary>
    public static long First(long microseconds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(long.Abs(microseconds), Limit);
        return microseconds << TieBits;
    }

    /// <summary>The microsecond of a key.</summary>
    public static long MicrosecondsOf(long key) => key >> TieBits;

    /// <summary>As <see cref="First"/> for the edge of a range: what lies outside of all keys is moved to where they end.</summary>
    public static long Edge(long microseconds) => long.Clamp(microseconds, -Limit, Limit) << TieBits;

    /// <summary>The keys, from the first to before the second, where an exchange is found that its id leads to; false for an id that tells no time.</summary>
    public static bool TryRange(Guid id, out long from, out long to)
    {
        var head = Head(id);
        var milliseconds = (long)(head >> 16);
        (from, to) = (0, 0);
        if ((head & 0xF000) != 0x7000 || milliseconds >= Limit / 1000)
            return false;
        (from, to) = (First(milliseconds * 1000), First((milliseconds + 1) * 1000));
        return true;
    }

    // The time (48 bits), the version and 12 bits that are the count within a millisecond (RFC 9562, section 5.7).
    private static ulong Head(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt64BigEndian(bytes);
    }
}
