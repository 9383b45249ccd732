using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Many paced streams at once: time to first event, and the delay of each event.</summary>
internal static class PacedChart
{
    private const double NginxAllowance = 1500;

    public static Chart Of(BenchResults results) => new(
        "paced", "Paced streams: time to first event, and delay of each event",
        [new Series("p50", Palette.First), new Series("p99", Palette.Second)],
        [
            .. results.Of(Groups.Paced).SelectMany(scenario => new[]
            {
                PanelOf(scenario, "time to first event", Metrics.TtftP50, Metrics.TtftP99),
                PanelOf(scenario, "delay of an event", Metrics.EventDelayP50, Metrics.EventDelayP99),
            }).Where(panel => panel.HasFigures()),
        ]);

    private static Panel PanelOf(ScenarioResult scenario, string what, string median, string tail) => new(
        $"{scenario.Title}: {what}", "µs; logarithmic", true,
        Reading.TargetRows(scenario, (_, target) =>
            [Reading.MarkOf(target, t => t.Rounds(median)), Reading.MarkOf(target, t => t.Rounds(tail))]))
    {
        Goals =
        [
            .. GoalOf(scenario, TargetNames.Yarp, tail, 0, "goal p99: no worse than plain YARP's"),
            .. GoalOf(scenario, TargetNames.Nginx, tail, NginxAllowance, "goal p99: nginx's + 1.5 ms"),
        ],
    };

    private static IEnumerable<Goal> GoalOf(ScenarioResult scenario, string target, string metric, double allowance, string label) =>
        scenario.Targets.TryGetValue(target, out var other) && other.Rounds(metric) is { } reached ? [new Goal(reached.Median + allowance, label)] : [];
}
