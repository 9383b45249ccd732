namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Anthropic and Bedrock: the input they report leaves out what was read from and written to the cache, so the total is
/// the sum of the three. Each part is overwritten on its own, the sum made anew.
/// </summary>
internal static class CacheExclusiveUsage
{
    /// <summary>Makes the usage counts of the parts read so far.</summary>
    public static void Apply(ResponseFacts facts)
    {
        ref var split = ref facts.State.Split;
        ref var extra = ref split.Compaction;
        ref var usage = ref facts.Usage;
        if (split.Input is null && split.Output is null && split.CacheRead is null && split.CacheWrite is null)
            return;

        facts.HasUsage = true;
        usage.CacheRead = Plus(split.CacheRead, extra.CacheRead);
        usage.CacheWrite = Plus(split.CacheWrite, extra.CacheWrite);
        usage.CacheWrite5m = split.CacheWrite5m;
        usage.CacheWrite1h = split.CacheWrite1h;
        usage.InputTotal = split.Input is { } input
            ? input + extra.Input + (usage.CacheRead ?? 0) + (usage.CacheWrite ?? 0)
            : null;
        usage.OutputTotal = Plus(split.Output, extra.Output);
    }

    private static long? Plus(long? known, long extra) => known is null && extra == 0 ? null : (known ?? 0) + extra;
}
