using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Processor time of a call against plain YARP's, for each kind of answer at 64 connections.</summary>
internal static class CpuChart
{
    private const double Reached = 1.05;
    private const int Connections = 64;

    public static Chart Of(BenchResults results) => new(
        "cpu", "Processor time of a call, against plain YARP", [new Series("", Palette.First)],
        [.. results.Of(Groups.Closed).Where(scenario => scenario.Number("connections") == Connections).Select(PanelOf).Where(panel => panel.HasFigures())]);

    private static Panel PanelOf(ScenarioResult scenario) => new(
        scenario.Title, "times plain YARP's processor time, quartiles of paired rounds", false,
        Reading.TargetRows(scenario, (name, target) => [Reading.MarkOf(target, t => Ratio(name, t), Palette.Of(name))]))
    {
        Goals = [new Goal(Reached, "goal: at most 1.05")],
    };

    private static Spread? Ratio(string name, TargetResult target) => name == TargetNames.Yarp
        ? new Spread(1, 1, 1, 1)
        : target.Against(target.RatioTo, TargetNames.Yarp, Metrics.CpuPerExchange);
}
