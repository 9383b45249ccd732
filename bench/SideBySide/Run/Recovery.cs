namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Finds when latency was as before again.</summary>
internal static class Recovery
{
    private const long Window = 100_000_000;

    // One quiet moment is no recovery.
    private const int InARow = 3;

    /// <summary>
    /// Nanoseconds from <paramref name="since"/> to the end of the first of three windows of 0.1 s in a row whose median latency is at most
    /// <paramref name="limit"/>; null when there were none.
    /// </summary>
    public static long? After(long since, IEnumerable<(long At, long Latency)> answers, long limit)
    {
        var (good, last) = (0, -1L);
        foreach (var window in answers.Where(answer => answer.At >= since).GroupBy(answer => (answer.At - since) / Window, answer => answer.Latency).OrderBy(w => w.Key))
        {
            // A window without an answer breaks the row.
            var follows = window.Key == last + 1;
            last = window.Key;
            good = Median(window) > limit ? 0 : follows ? good + 1 : 1;
            if (good == InARow)
                return (window.Key - InARow + 2) * Window;
        }

        return null;
    }

    private static long Median(IEnumerable<long> latencies)
    {
        var sorted = latencies.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
