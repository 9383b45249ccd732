using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Goals;

/// <summary>Holds one target's figures against limits.</summary>
internal sealed class GoalReader(BenchResults results, string target)
{
    /// <summary>Whether it is the lean sidecar.</summary>
    public bool Lean => target == TargetNames.Sidecar;

    public GoalResult RatioAtMost(string name, string scenario, string other, string metric, double limit) =>
        Judge(name, scenario, $"<= {Reading.Figure(limit)}x", Reading.Ratio(results, scenario, target, other, metric), value => value <= limit);

    public GoalResult RatioAtLeast(string name, string scenario, string other, string metric, double limit) =>
        Judge(name, scenario, $">= {Reading.Figure(limit)}x", Reading.Ratio(results, scenario, target, other, metric), value => value >= limit);

    public GoalResult AddedAtMost(string name, string scenario, string other, string metric, double limit, string unit) =>
        Judge(name, scenario, $"<= +{Reading.Figure(limit)} {unit}", Reading.Added(results, scenario, target, other, metric), value => value <= limit);

    public GoalResult MedianAtMost(string name, string scenario, string metric, double limit, string unit) =>
        Judge(name, scenario, $"<= {Reading.Figure(limit)} {unit}".TrimEnd(), Reading.Median(results, scenario, target, metric), value => value <= limit);

    /// <summary>No more than so many times another target's; where that has none, none.</summary>
    public GoalResult CountWithin(string name, string scenario, string other, string metric, double times)
    {
        var (mine, theirs) = (Reading.Median(results, scenario, target, metric), Reading.Median(results, scenario, other, metric));
        var reading = mine.Value is null || theirs.Value is { } ? mine with { Text = $"{mine.Text} ({other} {theirs.Text})" } : theirs;
        return Judge(name, scenario, $"<= {Reading.Figure(times)}x", reading, value => value <= times * theirs.Value);
    }

    /// <summary>No worse, as far as the spread of the rounds can tell: the first quartile of the ratio is not above one.</summary>
    public GoalResult NoWorse(string name, string scenario, string other, string metric)
    {
        var reading = Reading.Ratio(results, scenario, target, other, metric);
        var low = results.Scenarios.FirstOrDefault(s => s.Name == scenario)?.Targets.GetValueOrDefault(target)?
            .RatioTo.GetValueOrDefault(other)?.GetValueOrDefault(metric).Low;
        return Judge(name, scenario, "<= 1x, within the spread", reading, _ => low <= 1);
    }

    /// <summary>What each of the events costs that one scenario has more than another.</summary>
    public GoalResult SlopeAtMost(string name, string few, string many, string other, string metric, double apart, double limit, string unit)
    {
        var (less, more) = (Reading.Added(results, few, target, other, metric), Reading.Added(results, many, target, other, metric));
        var slope = (more.Value - less.Value) / apart;
        var reading = slope is { } value ? new Reading(value, Reading.Figure(value)) : less.Value is null ? less : more;
        // Half a byte an event is the cost of the stream, spread.
        return Judge(name, $"{few} to {many}", $"{Reading.Figure(limit)} {unit}", reading, value => value <= limit + 0.5);
    }

    /// <summary>No scenario failed.</summary>
    public GoalResult RowsRight(string name)
    {
        var measured = results.Scenarios.Where(s => s.Targets.ContainsKey(target)).ToList();
        var failed = measured.Count(s => s.Targets[target].Failed is not null);
        var reading = measured.Count == 0
            ? new Reading(null, "not measured")
            : new Reading(failed, failed == 0 ? $"0 in {measured.Count} scenarios" : $"FAILED in {failed} of {measured.Count} scenarios");
        return Judge(name, "all", "0", reading, value => value == 0);
    }

    private GoalResult Judge(string name, string scenario, string goal, Reading reading, Func<double, bool> met) =>
        new(name, target, scenario, goal, reading.Text, reading.Value, reading.Value is { } value ? met(value) : null);
}
