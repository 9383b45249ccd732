using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Goals;

/// <summary>What the sentinel is to reach, held against what was measured.</summary>
internal static class GoalTable
{
    private const string Plain = "closed/plain-1k/c64";
    private const string Streamed = "closed/sse-10x10/c64";
    private const string ManyEvents = "closed/sse-100x1/c64";
    private const string FewEvents = "closed/sse-10x1/c64";
    private const double EventsApart = 90;

    private static readonly string[] Ours = [TargetNames.Sentinel, TargetNames.Sidecar];

    /// <summary>All goals, with what these results say of them.</summary>
    public static IReadOnlyList<GoalResult> Evaluate(BenchResults results) =>
        [.. Ours.SelectMany(target => Of(new GoalReader(results, target)))];

    private static IEnumerable<GoalResult> Of(GoalReader goal) =>
    [
        goal.RatioAtMost("CPU per exchange, 1 KB plain, against plain YARP", Plain, TargetNames.Yarp, Metrics.CpuPerExchange, 1.05),
        goal.RatioAtMost("CPU per streamed exchange, against plain YARP", Streamed, TargetNames.Yarp, Metrics.CpuPerExchange, 1.05),
        goal.RatioAtLeast("throughput, 1 KB plain, against plain YARP", Plain, TargetNames.Yarp, Metrics.Throughput, 0.97),
        goal.RatioAtLeast("throughput, streamed, against plain YARP", Streamed, TargetNames.Yarp, Metrics.Throughput, 0.97),
        goal.RatioAtMost("CPU per exchange, 1 KB plain, against nginx", Plain, TargetNames.Nginx, Metrics.CpuPerExchange, 2.5),
        goal.RatioAtMost("CPU per streamed exchange, against nginx", Streamed, TargetNames.Nginx, Metrics.CpuPerExchange, 1.6),
        goal.RatioAtLeast("throughput, 1 KB plain, against Portkey", Plain, TargetNames.Portkey, Metrics.Throughput, 25),
        goal.RatioAtLeast("throughput, streamed, against Portkey", Streamed, TargetNames.Portkey, Metrics.Throughput, 18),
        .. Latency(goal, "250"),
        .. Latency(goal, "2000"),
        .. Paced(goal, "100"),
        .. Paced(goal, "1000"),
        goal.AddedAtMost("allocated per exchange above plain YARP", Plain, TargetNames.Yarp, Metrics.AllocatedPerExchange, 1536, "bytes"),
        goal.AddedAtMost("allocated per stream above plain YARP", Streamed, TargetNames.Yarp, Metrics.AllocatedPerExchange, 2048, "bytes"),
        goal.SlopeAtMost("allocated per event above plain YARP", FewEvents, ManyEvents, TargetNames.Yarp, Metrics.AllocatedPerExchange, EventsApart, 0, "bytes"),
        .. Memory(goal),
        goal.MedianAtMost("first proxied byte after start", "start/first-byte", Metrics.FirstByte, goal.Lean ? 60 : 250, "ms"),
        // What generator and upstream take is no proxy's.
        goal.AddedAtMost("status line after the upstream's head, above direct's", "head/1500", TargetNames.Direct, Metrics.StatusLine, 10, "ms"),
        .. Prompts(goal, "32k", "32 KB"),
        .. Prompts(goal, "1m", "1 MB"),
        .. Overload(goal),
        // Pools and code that is compiled late take a little; what waits for the server would be hundreds.
        goal.MedianAtMost("RSS grown while the store's server is away", "store-away/500", Metrics.RssGrowth, 10, "MB"),
        goal.RowsRight("rows lost or wrong"),
    ];

    private static IEnumerable<GoalResult> Latency(GoalReader goal, string rate) =>
    [
        goal.AddedAtMost($"added p50 at {rate}/s, above plain YARP's own", $"open/{rate}", TargetNames.Yarp, Metrics.LatencyP50, 50, "us"),
        goal.AddedAtMost($"added p99 at {rate}/s, above plain YARP's own", $"open/{rate}", TargetNames.Yarp, Metrics.LatencyP99, 300, "us"),
    ];

    private static IEnumerable<GoalResult> Paced(GoalReader goal, string streams)
    {
        var scenario = $"paced/{streams}";
        return
        [
            goal.NoWorse($"{streams} paced streams: TTFT p99, against plain YARP", scenario, TargetNames.Yarp, Metrics.TtftP99),
            goal.NoWorse($"{streams} paced streams: delay per event p50, against plain YARP", scenario, TargetNames.Yarp, Metrics.EventDelayP50),
            goal.NoWorse($"{streams} paced streams: delay per event p99, against plain YARP", scenario, TargetNames.Yarp, Metrics.EventDelayP99),
            goal.AddedAtMost($"{streams} paced streams: TTFT p99, above nginx's", scenario, TargetNames.Nginx, Metrics.TtftP99, 1500, "us"),
            goal.AddedAtMost($"{streams} paced streams: delay per event p99, above nginx's", scenario, TargetNames.Nginx, Metrics.EventDelayP99, 1500, "us"),
            // A machine that pauses stalls streams without any proxy as well.
            goal.AddedAtMost($"{streams} paced streams: stalls, above direct's", scenario, TargetNames.Direct, Metrics.Stalls, 0, "stalls"),
        ];
    }

    private static IEnumerable<GoalResult> Overload(GoalReader goal)
    {
        const string scenario = "overload/3x";
        return
        [
            goal.CountWithin("three times too many calls: errors, against plain YARP", scenario, TargetNames.Yarp, Metrics.Errors, 2),
            goal.RatioAtMost("three times too many calls: p99, against plain YARP", scenario, TargetNames.Yarp, Metrics.LatencyP99, 2),
            goal.RatioAtMost("three times too many calls: p99 from when they were sent, against plain YARP", scenario, TargetNames.Yarp, Metrics.AnswerP99, 2),
            goal.MedianAtMost("three times too many calls: recovery", scenario, Metrics.Recovery, 5, "s"),
            goal.MedianAtMost("three times too many calls: RSS", scenario, Metrics.RssLoaded, goal.Lean ? 220 : 300, "MB"),
            goal.MedianAtMost("three times too many calls: rows unaccounted", scenario, Metrics.Unaccounted, 0, ""),
        ];
    }

    private static IEnumerable<GoalResult> Memory(GoalReader goal) =>
    [
        goal.MedianAtMost("RSS idle", "memory/1000", Metrics.RssIdle, goal.Lean ? 45 : 100, "MB"),
        goal.MedianAtMost("RSS, 1,000 paced streams", "memory/1000", Metrics.RssLoaded, goal.Lean ? 85 : 150, "MB"),
        goal.MedianAtMost("RSS, 5,000 paced streams", "memory/5000", Metrics.RssLoaded, goal.Lean ? 220 : 300, "MB"),
    ];

    // Some pages of slack: a pooled array that is kept is no growth.
    private static IEnumerable<GoalResult> Prompts(GoalReader goal, string name, string size) =>
    [
        goal.RatioAtMost($"CPU, prompts of {size}, against plain YARP", $"prompt/{name}", TargetNames.Yarp, Metrics.CpuPerExchange, 1.1),
        goal.MedianAtMost($"large object heap growth, prompts of {size}", $"prompt/{name}", Metrics.LargeObjectGrowth, 100_000, "bytes"),
    ];
}
