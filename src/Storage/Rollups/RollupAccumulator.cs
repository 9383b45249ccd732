using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Rollups;

/// <summary>
/// Sums up the exchanges of one key and period: counts and sums exact, durations as mergeable sketches. Allocates nothing once it
/// is warm. Reusable, not thread-safe.
/// </summary>
internal sealed class RollupAccumulator
{
    private CostSum _cost;

    /// <summary>Exchanges.</summary>
    public long Exchanges { get; private set; }

    /// <summary>Sum of input tokens.</summary>
    public long InputTokens { get; private set; }

    /// <summary>Of them, read from the provider's cache.</summary>
    public long CacheReadTokens { get; private set; }

    /// <summary>Sum of output tokens.</summary>
    public long OutputTokens { get; private set; }

    /// <summary>Exchanges whose tokens are estimated.</summary>
    public long EstimatedUsage { get; private set; }

    /// <summary>Successful exchanges with usage whose price is unknown.</summary>
    public long UnknownPrice { get; private set; }

    /// <summary>Sum of known costs in US dollars; null when there is none.</summary>
    public decimal? Cost => _cost.Total;

    /// <summary>Whole duration, time to first byte, time to first token, time per output token, added; in this order.</summary>
    public IReadOnlyList<DurationAccumulator> Durations => DurationArray;

    private DurationAccumulator[] DurationArray { get; } =
        [.. Enumerable.Range(0, SummaryValue.DurationKinds).Select(_ => new DurationAccumulator())];

    public void Add(in SummaryValue value)
    {
        Exchanges++;
        InputTokens = Saturating.Add(InputTokens, value.Input);
        CacheReadTokens = Saturating.Add(CacheReadTokens, value.CacheRead);
        OutputTokens = Saturating.Add(OutputTokens, value.Output);
        if (value.Usage == UsageSource.Estimated)
            EstimatedUsage++;
        if (value.HasUnknownPrice)
            UnknownPrice++;
        _cost.Add(value);
        for (var i = 0; i < SummaryValue.DurationKinds; i++)
        {
            if (value.Durations[i] is var duration && duration != SummaryValue.None)
                DurationArray[i].Add(duration);
        }
    }

    /// <summary>Adds all exchanges of the other one.</summary>
    public void Merge(RollupAccumulator other)
    {
        MergeCounts(other.Exchanges, other.InputTokens, other.CacheReadTokens, other.OutputTokens, other.EstimatedUsage, other.UnknownPrice, other.Cost);
        for (var i = 0; i < DurationArray.Length; i++)
            DurationArray[i].Merge(other.DurationArray[i]);
    }

    /// <summary>Adds the totals of a stored one; its durations are added one by one.</summary>
    public void Merge(in RollupTotals other) => MergeCounts(
        other.Exchanges, other.InputTokens, other.CacheReadTokens, other.OutputTokens, other.EstimatedUsage, other.UnknownPrice, other.Cost);

    /// <summary>Makes it empty, to be used again.</summary>
    public void Clear()
    {
        (Exchanges, InputTokens, CacheReadTokens, OutputTokens, EstimatedUsage, UnknownPrice) = (0, 0, 0, 0, 0, 0);
        _cost = default;
        foreach (var durations in DurationArray)
            durations.Clear();
    }

    private void MergeCounts(long exchanges, long input, long cacheRead, long output, long estimated, long unknownPrice, decimal? cost)
    {
        Exchanges += exchanges;
        InputTokens = Saturating.Add(InputTokens, input);
        CacheReadTokens = Saturating.Add(CacheReadTokens, cacheRead);
        OutputTokens = Saturating.Add(OutputTokens, output);
        EstimatedUsage += estimated;
        UnknownPrice += unknownPrice;
        _cost.Add(cost);
    }
}
