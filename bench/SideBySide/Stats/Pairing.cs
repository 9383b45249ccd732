using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Stats;

/// <summary>
/// Compares two targets round by round. Rounds of the same number ran next to each other, so what slows the machine for a while slows
/// both and drops out of the ratio.
/// </summary>
internal static class Pairing
{
    /// <summary>With fewer quiet pairs than this all pairs count.</summary>
    public const int FewestQuiet = 3;

    /// <summary>Median of each metric over the quiet rounds.</summary>
    public static IReadOnlyDictionary<string, double> Medians(IReadOnlyList<RoundResult> rounds)
    {
        var quiet = Quiet(rounds, round => round.Noise is null);
        return quiet.SelectMany(round => round.Metrics)
            .GroupBy(metric => metric.Key, metric => metric.Value, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => Quartiles.Median(group), StringComparer.Ordinal);
    }

    /// <summary>This target's figures divided by the other's, for metrics both have and that are above zero.</summary>
    public static IReadOnlyDictionary<string, Spread> Ratios(IReadOnlyList<RoundResult> rounds, IReadOnlyList<RoundResult> others) =>
        Compare(rounds, others, Metrics.All, (mine, other) => other > 0 ? mine / other : null);

    /// <summary>This target's figures less the other's, for metrics of which the difference tells something.</summary>
    public static IReadOnlyDictionary<string, Spread> Differences(IReadOnlyList<RoundResult> rounds, IReadOnlyList<RoundResult> others) =>
        Compare(rounds, others, Metrics.Differences, (mine, other) => mine - other);

    private static Dictionary<string, Spread> Compare(
        IReadOnlyList<RoundResult> rounds, IReadOnlyList<RoundResult> others, IReadOnlyList<string> metrics, Func<double, double, double?> compare)
    {
        var pairs = Quiet(
            rounds.Join(others, mine => mine.Round, other => other.Round, (mine, other) => (Mine: mine, Other: other)).ToList(),
            pair => pair.Mine.Noise is null && pair.Other.Noise is null);
        var found = new Dictionary<string, Spread>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            var figures = pairs
                .Where(pair => pair.Mine.Metrics.ContainsKey(metric) && pair.Other.Metrics.ContainsKey(metric))
                .Select(pair => compare(pair.Mine.Metrics[metric], pair.Other.Metrics[metric]))
                .OfType<double>()
                .ToList();
            if (figures.Count > 0)
                found.Add(metric, Quartiles.Of(figures));
        }

        return found;
    }

    private static List<T> Quiet<T>(IReadOnlyList<T> all, Func<T, bool> isQuiet)
    {
        var quiet = all.Where(isQuiet).ToList();
        return quiet.Count >= Math.Min(FewestQuiet, all.Count) ? quiet : [.. all];
    }
}
