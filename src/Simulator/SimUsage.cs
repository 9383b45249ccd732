namespace LlmSentinel.Simulator;

/// <summary>Tokens of one answer, or the sum over many, in one shape for all dialects.</summary>
/// <param name="Input">All prompt tokens, cached ones included.</param>
/// <param name="CacheRead">Of <paramref name="Input"/>: read from the cache.</param>
/// <param name="CacheWrite5m">Of <paramref name="Input"/>: written to the cache for five minutes.</param>
/// <param name="CacheWrite1h">Of <paramref name="Input"/>: written to the cache for an hour.</param>
/// <param name="Output">All generated tokens, reasoning included.</param>
/// <param name="Reasoning">Of <paramref name="Output"/>: reasoning.</param>
public readonly record struct SimUsage(long Input, long CacheRead, long CacheWrite5m, long CacheWrite1h, long Output, long Reasoning)
{
    internal SimUsage Plus(SimUsage other) => new(
        Input + other.Input, CacheRead + other.CacheRead, CacheWrite5m + other.CacheWrite5m, CacheWrite1h + other.CacheWrite1h,
        Output + other.Output, Reasoning + other.Reasoning);
}
