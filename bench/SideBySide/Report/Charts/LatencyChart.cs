using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>What each target adds to the latency of a call at a fixed rate, over talking to the upstream directly.</summary>
internal static class LatencyChart
{
    private const double MedianAllowance = 50;
    private const double TailAllowance = 300;

    public static Chart Of(BenchResults results) => new(
        "latency", "Latency added at a fixed rate, over a direct call",
        [new Series("p50", Palette.First), new Series("p99", Palette.Second)],
        [.. results.Of(Groups.Open).Select(PanelOf).Where(panel => panel.HasFigures())]);

    private static Panel PanelOf(ScenarioResult scenario) => new(
        scenario.Title, "µs added; logarithmic", true,
        Reading.TargetRows(scenario, (name, target) => name == TargetNames.Direct
            ? []
            : [Reading.MarkOf(target, t => Added(t, Metrics.LatencyP50)), Reading.MarkOf(target, t => Added(t, Metrics.LatencyP99))]))
    {
        Goals =
        [
            .. GoalOf(scenario, Metrics.LatencyP50, MedianAllowance, "goal p50: plain YARP's + 50 µs"),
            .. GoalOf(scenario, Metrics.LatencyP99, TailAllowance, "goal p99: plain YARP's + 300 µs"),
        ],
    };

    private static IEnumerable<Goal> GoalOf(ScenarioResult scenario, string metric, double allowance, string label) =>
        scenario.Targets.TryGetValue(TargetNames.Yarp, out var yarp) && Added(yarp, metric) is { } added
            ? [new Goal(added.Median + allowance, label)]
            : [];

    private static Spread? Added(TargetResult target, string metric) => target.Against(target.AddedOver, TargetNames.Direct, metric);
}
