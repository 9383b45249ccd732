using System.Buffers.Binary;

namespace LlmSentinel.Storage.Influx;

/// <summary>Times of points: nanoseconds since 1970, of which the thousand of a microsecond tell apart the exchanges of that microsecond.</summary>
internal static class PointTime
{
    /// <summary>What a server keeps: the years 1678 to 2261, less a second at either end.</summary>
    public const long Earliest = long.MinValue + 1_000_000_000;

    /// <inheritdoc cref="Earliest"/>
    public const long Latest = long.MaxValue - 1_000_000_000;

    private const long NanosecondsPerMicrosecond = 1_000;

    public static long Microseconds(DateTimeOffset time) => FloorDivide(time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);

    public static long Microseconds(long nanoseconds) => FloorDivide(nanoseconds, NanosecondsPerMicrosecond);

    /// <summary>The first point of the moment's microsecond.</summary>
    public static long Floor(DateTimeOffset time) => ToNanoseconds(Microseconds(time));

    /// <summary>The first point of the first microsecond that is not before the moment: the edge of a range of time.</summary>
    public static long Edge(DateTimeOffset time) =>
        ToNanoseconds(-FloorDivide(DateTimeOffset.UnixEpoch.Ticks - time.UtcTicks, TimeSpan.TicksPerMicrosecond));

    public static DateTimeOffset ToTime(long microseconds) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (microseconds * TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);

    /// <summary>The millisecond an id of version 7 was made in (RFC 9562, section 5.7); null for an id that tells no time.</summary>
    public static (DateTimeOffset From, DateTimeOffset To)? Range(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var head = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var milliseconds = (long)(head >> 16);
        if ((head & 0xF000) != 0x7000 || milliseconds >= Latest / 1_000_000)
            return null;
        var from = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return (from, from.AddMilliseconds(1));
    }

    // What lies outside of all times is moved to where they end.
    private static long ToNanoseconds(long microseconds) =>
        long.Clamp(microseconds, Earliest / NanosecondsPerMicrosecond, Latest / NanosecondsPerMicrosecond) * NanosecondsPerMicrosecond;

    private static long FloorDivide(long value, long by)
    {
        var (quotient, remainder) = Math.DivRem(value, by);
        return remainder < 0 ? quotient - 1 : quotient;
    }
}
