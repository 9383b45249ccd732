using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Goals;

/// <summary>A figure read from the results, with its words; <c>Value</c> is null, and the words say why, when there is none.</summary>
internal readonly record struct Reading(double? Value, string Text)
{
    /// <summary>The median of a metric.</summary>
    public static Reading Median(BenchResults results, string scenario, string target, string metric) =>
        Of(results, scenario, target, found => found.Median.TryGetValue(metric, out var value) ? new Reading(value, Figure(value)) : null);

    /// <summary>The ratio of a metric to another target's.</summary>
    public static Reading Ratio(BenchResults results, string scenario, string target, string other, string metric) =>
        Of(results, scenario, target, found => Spread(found.RatioTo, other, metric) is { } spread ? Of(spread, "x") : null);

    /// <summary>What a metric has above another target's.</summary>
    public static Reading Added(BenchResults results, string scenario, string target, string other, string metric) =>
        Of(results, scenario, target, found => Spread(found.AddedOver, other, metric) is { } spread ? Of(spread, "") : null);

    /// <summary>A figure as people read it.</summary>
    public static string Figure(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : Math.Abs(value) >= 10 ? "0.#" : "0.##", CultureInfo.InvariantCulture);

    private static Reading Of(BenchResults results, string scenario, string target, Func<TargetResult, Reading?> read)
    {
        var found = results.Scenarios.FirstOrDefault(s => s.Name == scenario)?.Targets.GetValueOrDefault(target);
        if (found is null)
            return new Reading(null, "not measured");
        return found.Failed is { } reason ? new Reading(null, "FAILED: " + reason) : read(found) ?? new Reading(null, "not measured");
    }

    private static Spread? Spread(IReadOnlyDictionary<string, IReadOnlyDictionary<string, Spread>> by, string other, string metric) =>
        by.TryGetValue(other, out var metrics) && metrics.TryGetValue(metric, out var spread) ? spread : null;

    private static Reading Of(Spread spread, string unit) =>
        new(spread.Median, $"{Figure(spread.Median)}{unit} ({Figure(spread.Low)} to {Figure(spread.High)})");
}
