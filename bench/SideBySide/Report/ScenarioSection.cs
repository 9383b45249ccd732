using LlmSentinel.Bench.SideBySide.Results;
using static LlmSentinel.Bench.SideBySide.Report.Markdown;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>One scenario as Markdown: a row a target, a column a figure.</summary>
internal static class ScenarioSection
{
    // Counts of what was done say nothing beside the figures made of them.
    private static readonly string[] LeftOut = [Metrics.Exchanges, Metrics.Collections, Metrics.FullCollections];

    private static readonly string[] Compared = [Metrics.Throughput, Metrics.CpuPerExchange];

    private static readonly Dictionary<string, string> Heads = new(StringComparer.Ordinal)
    {
        [Metrics.Throughput] = "calls/s",
        [Metrics.CpuPerExchange] = "CPU µs a call",
        [Metrics.CpuPerEvent] = "CPU µs an event",
        [Metrics.LatencyP50] = "p50 µs",
        [Metrics.LatencyP99] = "p99 µs",
        [Metrics.LatencyP999] = "p99.9 µs",
        [Metrics.LatencyMax] = "longest µs",
        [Metrics.TtftP50] = "TTFT p50 µs",
        [Metrics.TtftP99] = "TTFT p99 µs",
        [Metrics.EventDelayP50] = "event delay p50 µs",
        [Metrics.EventDelayP99] = "event delay p99 µs",
        [Metrics.EventDelayMax] = "longest event delay µs",
        [Metrics.Stalls] = "stalls",
        [Metrics.AllocatedPerExchange] = "bytes allocated a call",
        [Metrics.GcPause] = "GC pauses ms",
        [Metrics.LargeObjectGrowth] = "large objects grown, bytes",
        [Metrics.RssIdle] = "RSS idle MB",
        [Metrics.RssLoaded] = "RSS under load MB",
        [Metrics.RssAfter] = "RSS after MB",
        [Metrics.RssGrowth] = "RSS grown MB",
        [Metrics.FirstByte] = "first byte ms",
        [Metrics.StatusLine] = "status line ms",
        [Metrics.Sustainable] = "sustainable calls/s",
        [Metrics.AnswerP50] = "sent to answered p50 µs",
        [Metrics.AnswerP99] = "sent to answered p99 µs",
        [Metrics.Waiting] = "calls not sent in time",
        [Metrics.Recovery] = "recovery s",
        [Metrics.Dropped] = "rows dropped",
        [Metrics.Unaccounted] = "rows unaccounted",
        [Metrics.Errors] = "errors",
    };

    /// <summary>Title, table and the reasons of failures.</summary>
    public static string Write(ScenarioResult scenario)
    {
        var metrics = Metrics.All.Except(LeftOut).Where(metric => scenario.Targets.Values.Any(target => Figure(target, metric) is not null)).ToList();
        if (metrics.Contains(Metrics.Errors) && scenario.Targets.Values.All(target => Figure(target, Metrics.Errors) is null or 0))
            metrics.Remove(Metrics.Errors);
        var compared = Compared.Where(metric => scenario.Targets.Values.Any(target => Ratio(target, metric) is not null)).ToList();
        string[] head = ["", .. metrics.Select(metric => Heads.GetValueOrDefault(metric, metric)),
            .. compared.Select(metric => (metric == Metrics.Throughput ? "calls/s" : "CPU") + " ÷ yarp"), "quiet rounds"];
        var table = Table(1, head, scenario.Targets.Select(target => Row(target.Key, target.Value, metrics, compared)));
        var failures = scenario.Targets.Where(target => target.Value.Failed is not null)
            .Select(target => $"- {Figures.Failed} {target.Key}: {Escape(target.Value.Failed!)}").ToList();
        return $"**{Escape(scenario.Title)}** ({scenario.Name})\n\n{table}" + (failures.Count > 0 ? "\n\n" + string.Join('\n', failures) : "");
    }

    private static IEnumerable<string> Row(string name, TargetResult target, IEnumerable<string> metrics, IEnumerable<string> compared) =>
    [
        name,
        .. metrics.Select(metric => target.Failed is not null ? Figures.Failed : Figure(target, metric) is { } value ? Figures.Number(value) : ""),
        .. compared.Select(metric => Ratio(target, metric) is { } ratio ? Figures.Ratio(ratio) : ""),
        $"{target.Rounds.Count(round => round.Noise is null)} of {target.Rounds.Count}",
    ];

    private static double? Figure(TargetResult target, string metric) =>
        target.Failed is null && target.Median.TryGetValue(metric, out var value) ? value : null;

    private static Spread? Ratio(TargetResult target, string metric) =>
        target.Failed is null && target.RatioTo.TryGetValue(TargetNames.Yarp, out var ratios) && ratios.TryGetValue(metric, out var ratio) ? ratio : null;
}
