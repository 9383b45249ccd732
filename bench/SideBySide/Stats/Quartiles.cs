using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Stats;

/// <summary>Order statistics of a few figures.</summary>
internal static class Quartiles
{
    /// <summary>Median and quartiles, interpolated between neighbours.</summary>
    /// <exception cref="ArgumentException">There is no figure.</exception>
    public static Spread Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length > 0
            ? new Spread(At(sorted, 0.5), At(sorted, 0.25), At(sorted, 0.75), sorted.Length)
            : throw new ArgumentException("No figure.", nameof(figures));
    }

    /// <summary>The middle, interpolated.</summary>
    public static double Median(IEnumerable<double> figures) => Of(figures).Median;

    private static double At(double[] sorted, double share)
    {
        var position = share * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }
}
