using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Sampling;

/// <summary>
/// Which exchanges are sampled: by hash of the id, so that a replay chooses the same ones, and one chosen at a rate is chosen at every
/// higher rate.
/// </summary>
public static class SampleDecision
{
    private const long HashSeed = 0x53414D504C453031;

    /// <summary>Whether the exchange is among the share <paramref name="rate"/>, 0 to 1, of all.</summary>
    public static bool Takes(Guid id, double rate) => rate > 0 && ExchangeHash.Fraction(id, HashSeed) < rate;

    /// <summary>True when a configuration samples no call at all.</summary>
    public static bool IsOff(SentinelOptions options) =>
        options.Sampling.Rate <= 0 && options.Upstreams.Values.All(u => u.SampleRate is null or <= 0);
}
