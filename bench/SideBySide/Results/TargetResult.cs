namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>One target in one scenario. Dictionaries of figures are by one of <see cref="Metrics"/>; what could not be measured is absent.</summary>
public sealed record TargetResult
{
    /// <summary>Why there is no figure: rows lost or wrong, the target died, it cannot do this. Null: the figures stand.</summary>
    public string? Failed { get; init; }

    /// <summary>Every round, in the order it ran.</summary>
    public IReadOnlyList<RoundResult> Rounds { get; init; } = [];

    /// <summary>Median of each metric over the quiet rounds (all rounds when too few were quiet).</summary>
    public IReadOnlyDictionary<string, double> Median { get; init; } = new Dictionary<string, double>();

    /// <summary>This target's figure divided by the other's of the same round: by the other target, then by metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, Spread>> RatioTo { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, Spread>>();

    /// <summary>This target's figure less the other's of the same round, for latencies, delays and allocations: by the other target, then by metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, Spread>> AddedOver { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, Spread>>();
}
