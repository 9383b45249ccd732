using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Calls a second by the number of connections, for each kind of answer.</summary>
internal static class ThroughputChart
{
    private const double ShareOfYarp = 0.97;
    private const int GoalConnections = 64;

    public static Chart Of(BenchResults results)
    {
        var closed = results.Of(Groups.Closed).Where(scenario => scenario.Number("connections") is not null).ToList();

        // One that is measured at few numbers of connections would leave gaps in the others' rows.
        string[] targets = [TargetNames.Direct, TargetNames.Nginx, TargetNames.Yarp, TargetNames.Sentinel, TargetNames.Sidecar];
        var present = targets.Where(name => closed.Any(scenario => scenario.Targets.ContainsKey(name))).ToList();
        return new Chart(
            "throughput", "Calls a second, by connections; goal: the red line", [.. present.Select(name => new Series(name, Palette.Of(name)))],
            [.. closed.GroupBy(Answer).Select(answer => PanelOf(present, [.. answer])).Where(panel => panel.HasFigures())]);
    }

    private static string Answer(ScenarioResult scenario) => scenario.Title.Split(',')[0] + Writes(scenario);

    // The title's parts before the connections.
    private static string Writes(ScenarioResult scenario) => string.Concat(scenario.Title.Split(',')[1..^1].Select(part => "," + part));

    private static Panel PanelOf(IReadOnlyList<string> targets, IReadOnlyList<ScenarioResult> scenarios) => new(
        Answer(scenarios[0]), "calls a second", false,
        [.. scenarios.OrderBy(scenario => scenario.Number("connections")).Select(scenario => new Row(
            Connections(scenario.Number("connections")!.Value),
            [.. targets.Select(name => Reading.MarkOf(
                scenario.Targets.GetValueOrDefault(name), target => target.Rounds(Metrics.Throughput), goal: GoalOf(name, scenario)))]))]);

    private static double? GoalOf(string name, ScenarioResult scenario) =>
        name is TargetNames.Sentinel or TargetNames.Sidecar && scenario.Number("connections") == GoalConnections
            && scenario.Targets.GetValueOrDefault(TargetNames.Yarp)?.Rounds(Metrics.Throughput) is { } yarp
            ? yarp.Median * ShareOfYarp
            : null;

    private static string Connections(double count) =>
        count.ToString(CultureInfo.InvariantCulture) + (count == 1 ? " connection" : " connections");
}
