namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>Names of what is measured. The end of a name is its unit.</summary>
public static class Metrics
{
    /// <summary>Exchanges completed per second.</summary>
    public const string Throughput = "throughput_rps";

    /// <summary>Processor time of the target per exchange, all its threads and processes, in microseconds.</summary>
    public const string CpuPerExchange = "cpu_per_exchange_us";

    /// <summary>Processor time of the target per event of a stream, in microseconds.</summary>
    public const string CpuPerEvent = "cpu_per_event_us";

    /// <summary>Request sent (open loop: due) to answer complete, median, in microseconds.</summary>
    public const string LatencyP50 = "latency_p50_us";

    /// <summary>The same, 99th percentile.</summary>
    public const string LatencyP99 = "latency_p99_us";

    /// <summary>The same, 99.9th percentile.</summary>
    public const string LatencyP999 = "latency_p999_us";

    /// <summary>The same, longest.</summary>
    public const string LatencyMax = "latency_max_us";

    /// <summary>Request sent to first event, median, in microseconds.</summary>
    public const string TtftP50 = "ttft_p50_us";

    /// <summary>The same, 99th percentile.</summary>
    public const string TtftP99 = "ttft_p99_us";

    /// <summary>Event written by the upstream to event seen by the client, median, in microseconds.</summary>
    public const string EventDelayP50 = "event_delay_p50_us";

    /// <summary>The same, 99th percentile.</summary>
    public const string EventDelayP99 = "event_delay_p99_us";

    /// <summary>The same, longest.</summary>
    public const string EventDelayMax = "event_delay_max_us";

    /// <summary>Gaps between two events longer than twice the pace.</summary>
    public const string Stalls = "stalls_count";

    /// <summary>Bytes allocated on the managed heap per exchange.</summary>
    public const string AllocatedPerExchange = "allocated_per_exchange_bytes";

    /// <summary>Garbage collections, all generations.</summary>
    public const string Collections = "gc_count";

    /// <summary>Garbage collections of generation 2.</summary>
    public const string FullCollections = "gc_gen2_count";

    /// <summary>Time all threads stood still for collections, in milliseconds.</summary>
    public const string GcPause = "gc_pause_ms";

    /// <summary>Growth of the large object heap over the round, both ends after a full collection, in bytes.</summary>
    public const string LargeObjectGrowth = "loh_growth_bytes";

    /// <summary>Resident memory after the start and one call, in megabytes of 10^6 bytes.</summary>
    public const string RssIdle = "rss_idle_mb";

    /// <summary>Resident memory under load, the most seen, in megabytes of 10^6 bytes.</summary>
    public const string RssLoaded = "rss_loaded_mb";

    /// <summary>Resident memory some seconds after the load ended, in megabytes of 10^6 bytes.</summary>
    public const string RssAfter = "rss_after_mb";

    /// <summary>Resident memory at the end of a slice above that of its first seconds, in megabytes of 10^6 bytes.</summary>
    public const string RssGrowth = "rss_growth_mb";

    /// <summary>Process started to first proxied byte, in milliseconds.</summary>
    public const string FirstByte = "first_byte_ms";

    /// <summary>Request sent to status line seen, the upstream answering its head at once, in milliseconds.</summary>
    public const string StatusLine = "status_line_ms";

    /// <summary>Exchanges completed in the round.</summary>
    public const string Exchanges = "exchanges_count";

    /// <summary>Exchanges that failed: connection lost, wrong status, wrong length.</summary>
    public const string Errors = "errors_count";

    /// <summary>Exchanges completed per second where none had to wait for a place: what the target can take.</summary>
    public const string Sustainable = "sustainable_rps";

    /// <summary>Request sent to answer seen, median, in microseconds: without the time a call waited until it could be sent.</summary>
    public const string AnswerP50 = "answer_p50_us";

    /// <summary>The same, 99th percentile.</summary>
    public const string AnswerP99 = "answer_p99_us";

    /// <summary>Calls that were due and could not be sent while the load lasted.</summary>
    public const string Waiting = "waiting_count";

    /// <summary>End of an overload until the median latency is within twice its value before, in seconds; all of the time watched when it never was.</summary>
    public const string Recovery = "recovery_s";

    /// <summary>Rows the target says it gave up.</summary>
    public const string Dropped = "dropped_count";

    /// <summary>Exchanges completed that have neither a row nor were counted as dropped.</summary>
    public const string Unaccounted = "unaccounted_count";

    /// <summary>All metrics, in the order of a table.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Sustainable, Throughput, CpuPerExchange, CpuPerEvent, LatencyP50, LatencyP99, LatencyP999, LatencyMax, TtftP50, TtftP99, EventDelayP50,
        EventDelayP99, EventDelayMax, Stalls, AllocatedPerExchange, Collections, FullCollections, GcPause, LargeObjectGrowth, RssIdle,
        RssLoaded, RssAfter, RssGrowth, FirstByte, StatusLine, AnswerP50, AnswerP99, Waiting, Recovery, Dropped, Unaccounted, Exchanges, Errors,
    ];

    /// <summary>Metrics for which the difference to another target says more than the ratio.</summary>
    public static IReadOnlyList<string> Differences { get; } =
        [LatencyP50, LatencyP99, LatencyP999, LatencyMax, TtftP50, TtftP99, EventDelayP50, EventDelayP99, EventDelayMax, Stalls, AllocatedPerExchange, LargeObjectGrowth, StatusLine];

    /// <summary>The unit of a metric: the last part of its name (<c>rps</c>, <c>us</c>, <c>ms</c>, <c>mb</c>, <c>bytes</c>, <c>count</c>).</summary>
    public static string UnitOf(string metric) => metric[(metric.LastIndexOf('_') + 1)..];
}
