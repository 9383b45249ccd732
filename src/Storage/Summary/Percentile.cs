namespace LlmSentinel.Storage.Summary;

/// <summary>
/// Percentiles by linear interpolation between the two nearest values (type 7 of Hyndman and Fan 1996, "Sample Quantiles
/// in Statistical Packages", The American Statistician 50(4); the default of R, NumPy and spreadsheets).
/// </summary>
internal static class Percentile
{
    private static readonly int[] Percents = [50, 90, 95, 99];

    /// <summary>Number of percentiles asked for: P50, P90, P95, P99.</summary>
    public static int Count => Percents.Length;

    /// <summary>The two ranks (from 0) each percentile of <paramref name="count"/> values lies between, ascending.</summary>
    public static long[] Ranks(long count)
    {
        var ranks = new long[Percents.Length * 2];
        for (var i = 0; i < Percents.Length; i++)
        {
            var lower = Position(count, i).Rank;
            ranks[2 * i] = lower;
            ranks[(2 * i) + 1] = Math.Min(lower + 1, count - 1);
        }

        Array.Sort(ranks);
        return ranks;
    }

    /// <summary>The i-th percentile, from microseconds to the nearest tick, rounded down. Whole numbers throughout: exact.</summary>
    public static TimeSpan At(int i, long count, Func<long, long> valueAtRank)
    {
        var (rank, hundredths) = Position(count, i);
        var low = valueAtRank(rank);
        var high = hundredths == 0 ? low : valueAtRank(rank + 1);
        var ticks = ((Int128)low * TimeSpan.TicksPerMicrosecond) + (((Int128)high - low) * hundredths * TimeSpan.TicksPerMicrosecond / 100);
        return new TimeSpan((long)ticks);
    }

    // (count - 1) * percent / 100 as whole part and hundredths.
    private static (long Rank, long Hundredths) Position(long count, int i)
    {
        var position = (Int128)(count - 1) * Percents[i];
        return ((long)(position / 100), (long)(position % 100));
    }
}
