using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Rollups;

/// <summary>What a rollup holds besides durations. Times in microseconds since 1970.</summary>
/// <param name="Start">Start of its period.</param>
/// <param name="End">End of its period.</param>
/// <param name="Outcome">How all its exchanges ended.</param>
/// <param name="Exchanges">How many they are.</param>
/// <param name="InputTokens">Sum of input tokens.</param>
/// <param name="CacheReadTokens">Of them, read from the provider's cache.</param>
/// <param name="OutputTokens">Sum of output tokens.</param>
/// <param name="EstimatedUsage">Exchanges whose tokens are estimated.</param>
/// <param name="UnknownPrice">Successful exchanges with usage whose price is unknown.</param>
/// <param name="Cost">Sum of known costs in US dollars; null when there is none.</param>
internal readonly record struct RollupTotals(
    long Start, long End, ExchangeOutcome Outcome, long Exchanges, long InputTokens, long CacheReadTokens, long OutputTokens,
    long EstimatedUsage, long UnknownPrice, decimal? Cost);

/// <summary>One duration of a rollup as it is stored.</summary>
internal readonly ref struct DurationRollup(long sum, long max, ReadOnlySpan<byte> sketch)
{
    /// <summary>Sum of the values in microseconds.</summary>
    public long Sum { get; } = sum;

    /// <summary>Largest value in microseconds.</summary>
    public long Max { get; } = max;

    /// <summary>A written sketch of the values in microseconds, negative ones as 0.</summary>
    public ReadOnlySpan<byte> Sketch { get; } = sketch;
}
