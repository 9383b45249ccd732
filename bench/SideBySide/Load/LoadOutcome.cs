using HdrHistogram;

namespace LlmSentinel.Bench.SideBySide.Load;

/// <summary>What came of a piece of load. Times are nanoseconds.</summary>
internal sealed class LoadOutcome(long firstId)
{
    private const long Longest = 120_000_000_000;
    private const int Digits = 3;

    /// <summary>Id of the first call.</summary>
    public long FirstId { get; } = firstId;

    /// <summary>Id after that of the last call.</summary>
    public long EndId { get; set; } = firstId;

    /// <summary>Calls that were not answered as they should.</summary>
    public HashSet<long> Failed { get; } = [];

    /// <summary>What was wrong with the first of them.</summary>
    public string? Problem { get; set; }

    /// <summary>Calls answered whole.</summary>
    public long Completed => EndId - FirstId - Failed.Count;

    /// <summary>Calls answered while calls were begun, without the beginning and the end.</summary>
    public long InWindow { get; set; }

    /// <summary>Length of that time.</summary>
    public long Window { get; set; }

    /// <summary>When no more calls were begun, on the monotonic clock.</summary>
    public long EndedAt { get; set; }

    /// <summary>Calls that were due and found no connection in time: not sent.</summary>
    public long Waiting { get; set; }

    /// <summary>When each answer came, and after how long, where that is noted.</summary>
    public List<(long At, long Latency)> Trace { get; } = [];

    /// <summary>Events seen; only counted for streams with a pace.</summary>
    public long Events { get; set; }

    /// <summary>Gaps between two events longer than twice the pace.</summary>
    public long Stalls { get; set; }

    /// <summary>Sent, or due, to complete.</summary>
    public LongHistogram Latency { get; } = new(Longest, Digits);

    /// <summary>Sent to first bytes of the head.</summary>
    public LongHistogram FirstByte { get; } = new(Longest, Digits);

    /// <summary>Sent to first bytes of the body.</summary>
    public LongHistogram FirstEvent { get; } = new(Longest, Digits);

    /// <summary>Sent by the upstream to seen here.</summary>
    public LongHistogram EventDelay { get; } = new(Longest, Digits);

    /// <summary>The calls of two pieces of load, the second begun right after the first; without their times.</summary>
    public static LoadOutcome Together(LoadOutcome first, LoadOutcome second)
    {
        var both = new LoadOutcome(first.FirstId) { EndId = second.EndId };
        both.Failed.UnionWith(first.Failed);
        both.Failed.UnionWith(second.Failed);
        return both;
    }

    /// <summary>Keeps a time within what a histogram takes.</summary>
    public static void Record(LongHistogram histogram, long nanoseconds) =>
        histogram.RecordValue(Math.Clamp(nanoseconds, 0, Longest));
}
