namespace LlmSentinel.Core.Pricing;

/// <summary>Prices of long prompts: they hold for the whole request once its input is over the threshold.</summary>
/// <param name="Threshold">Input tokens.</param>
/// <param name="Inclusive">True when the threshold itself is already dear (xAI).</param>
/// <param name="Prices">The prices.</param>
internal readonly record struct LongContext(long Threshold, bool Inclusive, UnitPrices Prices)
{
    internal bool Applies(long input) => Inclusive ? input >= Threshold : input > Threshold;
}

/// <summary>Prices between two hours of the day, UTC; the end is not included and may lie before the start (over midnight).</summary>
internal readonly record struct OffPeak(TimeOnly From, TimeOnly To, PriceSet Prices)
{
    internal bool Applies(DateTimeOffset at) => TimeOnly.FromTimeSpan(at.UtcDateTime.TimeOfDay).IsBetween(From, To);
}

/// <summary>All prices of a model during one period: base, long prompts, service tiers, hours.</summary>
internal sealed record PriceSet
{
    private PriceSet(UnitPrices units, LongContext[] lengths, Dictionary<string, PriceSet> tiers, OffPeak[] offPeak)
    {
        Base = units;
        Long = lengths;
        Tiers = tiers;
        OffPeak = offPeak;
    }

    internal UnitPrices Base { get; }

    /// <summary>Highest threshold first.</summary>
    internal LongContext[] Long { get; }

    /// <summary>Complete price sets by tier name: <c>priority</c>, <c>flex</c>, <c>batch</c>.</summary>
    internal Dictionary<string, PriceSet> Tiers { get; }

    internal OffPeak[] OffPeak { get; }

    /// <summary>
    /// A tier that does not price a length of prompt leaves it at the base's price for that length: providers serve long
    /// prompts at the standard tier.
    /// </summary>
    internal static PriceSet Create(
        UnitPrices units, LongContext[]? lengths = null, Dictionary<string, PriceSet>? tiers = null, OffPeak[]? offPeak = null)
    {
        LongContext[] sorted = [.. (lengths ?? []).OrderByDescending(static length => length.Threshold)];
        var complete = (tiers ?? []).ToDictionary(
            static tier => tier.Key,
            tier => tier.Value.WithMissingLengths(sorted),
            StringComparer.Ordinal);
        return new PriceSet(units, sorted, complete, offPeak ?? []);
    }

    private PriceSet WithMissingLengths(LongContext[] of) =>
        Create(Base, [.. Long, .. of.Where(length => !Long.Any(own => own.Threshold == length.Threshold))], null, OffPeak);

    /// <summary>The prices of one request. A tier without prices of its own costs the base price.</summary>
    internal UnitPrices Select(long input, string? serviceTier, DateTimeOffset at)
    {
        var set = this;
        if (ServiceTiers.Normalise(serviceTier) is { } tier && Tiers.TryGetValue(tier, out var tiered))
            set = tiered;
        else
        {
            foreach (var window in OffPeak)
            {
                if (!window.Applies(at)) continue;
                set = window.Prices;
                break;
            }
        }

        foreach (var tierOfLength in set.Long)
        {
            if (tierOfLength.Applies(input)) return tierOfLength.Prices;
        }

        return set.Base;
    }
}
