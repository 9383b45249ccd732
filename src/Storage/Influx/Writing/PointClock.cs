namespace LlmSentinel.Storage.Influx.Writing;

/// <summary>
/// Times of points. Two points of the same tags and time are one to a server, so the microsecond of the start is followed by a number from
/// 0 to 999 in place of nanoseconds nobody measured: points of one sentinel fall together only if they started in the same microsecond and
/// are a multiple of 1,000 apart in the order of recording. The start reads back to the microsecond. Not thread-safe.
/// </summary>
internal sealed class PointClock
{
    private const long NanosecondsPerMicrosecond = 1_000;

    private long _next;

    /// <summary>The time for the next point, in nanoseconds since 1970.</summary>
    public long Stamp(DateTimeOffset start)
    {
        var microseconds = (start.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        return (microseconds * NanosecondsPerMicrosecond) + (_next++ % NanosecondsPerMicrosecond);
    }
}
