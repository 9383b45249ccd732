namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>
/// Splits a range of time into parts to be asked for one after the other, each 24 times as long as the one before: an hour, a day, .... A page is mostly
/// found in the first: a server that opened the whole range for it would touch every file it has.
/// </summary>
internal static class PageWindows
{
    private const long First = 3_600_000_000_000;
    private const int Growth = 24;

    /// <summary>From the end on. Nothing is expected behind <paramref name="now"/>: the first part ends where the range does.</summary>
    public static IEnumerable<(long From, long To)> Backwards(long from, long to, long now)
    {
        var start = long.Min(to, now);
        for (var width = First; to > from; width = Widen(width))
        {
            start = start - from > width ? start - width : from;
            yield return (start, to);
            to = start;
        }
    }

    /// <summary>From the start on. Nothing is expected behind <paramref name="now"/>: the last part begins before it.</summary>
    public static IEnumerable<(long From, long To)> Forwards(long from, long to, long now)
    {
        for (var width = First; from < to; width = Widen(width))
        {
            var end = to - from > width && from + width < now ? from + width : to;
            yield return (from, end);
            from = end;
        }
    }

    private static long Widen(long width) => width > long.MaxValue / Growth ? long.MaxValue : width * Growth;
}
