namespace LlmSentinel.Core.Pricing;

/// <summary>
/// All prices in force: the user's overrides, then the configured files (the last one first), then the built-in list.
/// Immutable; a new one is swapped in whole.
/// </summary>
public sealed class PriceCatalogue
{
    private static readonly Lazy<PriceCatalogue> BuiltInCatalogue = new(static () => new PriceCatalogue(null, [BuiltInPrices.Load()]));

    private readonly PriceList? _overrides;
    private readonly PriceList[] _lists;

    internal PriceCatalogue(PriceList? overrides, PriceList[] lists)
    {
        _overrides = overrides;
        _lists = lists;
    }

    /// <summary>The built-in list alone.</summary>
    public static PriceCatalogue BuiltIn => BuiltInCatalogue.Value;

    /// <summary>Versions of the lists, the one that wins first.</summary>
    public string Version => string.Join(", ", Layers.Select(static list => list.Version));

    /// <summary>Every row, those that win first.</summary>
    public IEnumerable<PriceRow> Rows => Layers.SelectMany(static list => list.Rows);

    private IEnumerable<PriceList> Layers => _overrides is null ? _lists : _lists.Prepend(_overrides);

    /// <summary>
    /// The row that prices a call, or null. The model the provider names comes first, then the one asked for; on Bedrock the
    /// other way round, because only the id asked for tells its region. A deployment of Azure says nothing of its model, so
    /// there the name asked for counts by alias only.
    /// </summary>
    /// <param name="upstream">Upstream name.</param>
    /// <param name="provider">Provider under any of its names.</param>
    /// <param name="requestModel">Model asked for.</param>
    /// <param name="responseModel">Model that answered.</param>
    /// <param name="aliases">The upstream's model aliases: configured names win over every rule.</param>
    public PriceRow? Find(
        string upstream, string provider, string? requestModel, string? responseModel, IReadOnlyDictionary<string, string> aliases)
    {
        var canonical = PriceProviders.Canonical(provider);
        var byRequest = canonical != PriceProviders.Azure;
        return canonical == PriceProviders.Aws
            ? Find(upstream, canonical, requestModel, aliases, true) ?? Find(upstream, canonical, responseModel, aliases, true)
            : Find(upstream, canonical, responseModel, aliases, true) ?? Find(upstream, canonical, requestModel, aliases, byRequest);
    }

    private PriceRow? Find(string upstream, string provider, string? model, IReadOnlyDictionary<string, string> aliases, bool direct)
    {
        if (string.IsNullOrEmpty(model)) return null;
        if (aliases.TryGetValue(model, out var target)) return FindAlias(upstream, provider, target);
        return direct ? FindModel(upstream, provider, model) : null;
    }

    private PriceRow? FindAlias(string upstream, string provider, string target)
    {
        if (FindModel(upstream, provider, target) is { } row) return row;
        var slash = target.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && PriceProviders.IsKnown(target[..slash])
            ? FindModel(upstream, PriceProviders.Canonical(target[..slash]), target[(slash + 1)..])
            : null;
    }

    private PriceRow? FindModel(string upstream, string provider, string model)
    {
        var names = ModelNames.Candidates(provider, model);
        if (_overrides is not null && Find(_overrides, upstream, provider, names) is { } own) return own;
        foreach (var list in _lists)
        {
            if (Find(list, null, provider, names) is { } row) return row;
        }

        return null;
    }

    private static PriceRow? Find(PriceList list, string? upstream, string provider, List<string> names)
    {
        foreach (var name in names)
        {
            if (upstream is not null && list.Find(upstream, name) is { } byUpstream) return byUpstream;
            var shared = PriceProviders.Lists(provider);
            if (shared.IsEmpty && list.Find(provider, name) is { } byProvider) return byProvider;
            foreach (var other in shared)
            {
                if (list.Find(other, name) is { } byShared) return byShared;
            }

            if (list.Find("", name) is { } bare) return bare;
        }

        return null;
    }
}
