using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Core.Pricing;

/// <summary>The user's own prices as a list. A key is a model name, provider/model or upstream/model.</summary>
internal static class PriceOverrides
{
    internal const string Version = "overrides";

    internal static PriceList Build(
        IReadOnlyDictionary<string, PriceOverrideOptions> overrides, IReadOnlyCollection<string> upstreams, List<PriceListError> errors)
    {
        var list = new PriceList("pricing.overrides", Version);
        foreach (var (key, prices) in overrides.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            if (prices.Input is null)
            {
                errors.Add(new PriceListError(list.Name, $"{key}.input", "missing", "US dollars per million input tokens"));
                continue;
            }

            var (provider, model) = Split(key, upstreams);
            if (!list.TryAdd(Row(provider, model, prices), out _))
                errors.Add(new PriceListError(list.Name, key, "the same model a second time", "one override for a model"));
        }

        return list;
    }

    /// <summary>What stands before the first slash is a provider or an upstream only if there is one of that name: model names have slashes too.</summary>
    private static (string Provider, string Model) Split(string key, IReadOnlyCollection<string> upstreams)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        if (slash <= 0 || slash == key.Length - 1) return ("", key);
        var head = key[..slash];
        if (upstreams.Contains(head)) return (head, key[(slash + 1)..]);
        return PriceProviders.IsKnown(head) ? (PriceProviders.Canonical(head), key[(slash + 1)..]) : ("", key);
    }

    private static PriceRow Row(string provider, string model, PriceOverrideOptions prices) => new()
    {
        Provider = provider,
        Model = model,
        Kind = prices.Output is null ? PricedKind.Embedding : PricedKind.Chat,
        Source = "configuration",
        Version = Version,
        Periods = [(DateOnly.MinValue, PriceSet.Create(new UnitPrices
        {
            Input = prices.Input,
            Output = prices.Output,
            CacheRead = prices.CacheRead,
            CacheWrite = prices.CacheWrite,
            CacheWrite1h = prices.CacheWrite1h,
            Reasoning = prices.Reasoning,
        }))],
    };
}
