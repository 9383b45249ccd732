using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Stats;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Takes figures out of results.</summary>
internal static class Reading
{
    // As the run itself does it: with fewer quiet rounds all count.
    private const int FewestQuiet = 3;

    /// <summary>The scenarios of a group, in the order of the run.</summary>
    public static IEnumerable<ScenarioResult> Of(this BenchResults results, string group) =>
        results.Scenarios.Where(scenario => scenario.Group == group);

    /// <summary>A parameter that is a number; null when it is absent.</summary>
    public static double? Number(this ScenarioResult scenario, string parameter) =>
        scenario.Parameters.TryGetValue(parameter, out var text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A metric with the quartiles of its rounds, the quiet ones where there are enough; null when it was not measured or does not count.</summary>
    public static Spread? Rounds(this TargetResult target, string metric)
    {
        if (target.Failed is not null)
            return null;
        var rounds = target.Rounds.Where(round => round.Metrics.ContainsKey(metric)).ToList();
        var quiet = rounds.Where(round => round.Noise is null).ToList();
        var counted = quiet.Count >= Math.Min(FewestQuiet, rounds.Count) ? quiet : rounds;
        return counted.Count > 0 ? Quartiles.Of(counted.Select(round => round.Metrics[metric])) : null;
    }

    /// <summary>A metric against another target's; null when it was not measured or does not count.</summary>
    public static Spread? Against(this TargetResult target, IReadOnlyDictionary<string, IReadOnlyDictionary<string, Spread>> comparison, string other, string metric) =>
        target.Failed is null && comparison.TryGetValue(other, out var metrics) && metrics.TryGetValue(metric, out var spread) ? spread : null;

    /// <summary>The mark of a figure: of a target that failed it says so, without a figure there is none.</summary>
    public static Mark? MarkOf(TargetResult? target, Func<TargetResult, Spread?> figure, string? color = null, double? goal = null)
    {
        if (target is null)
            return null;
        if (target.Failed is not null)
            return new Mark(null, color);
        return figure(target) is { } found ? new Mark(found, color, goal) : null;
    }

    /// <summary>Rows of the targets of a scenario that have a mark.</summary>
    public static IReadOnlyList<Row> TargetRows(ScenarioResult scenario, Func<string, TargetResult, IReadOnlyList<Mark?>> marks) =>
    [
        .. scenario.Targets.OrderBy(target => Order(target.Key))
            .Select(target => new Row(target.Key, marks(target.Key, target.Value)))
            .Where(row => row.Marks.Any(mark => mark is not null)),
    ];

    /// <summary>A target's place in every chart.</summary>
    public static int Order(string target) => TargetNames.All.TakeWhile(known => known != target).Count();

    /// <summary>True when something of the rows was measured.</summary>
    public static bool HasFigures(this Panel panel) => panel.Rows.SelectMany(row => row.Marks).Any(mark => mark?.Figure is not null);
}
