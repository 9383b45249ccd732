using System.Collections.Concurrent;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Pricing;

/// <summary>
/// Prices exchanges from, in this order: what the provider says it charged, the upstream's own running cost when it is a
/// local server, the price catalogue. Rows found are remembered, so that pricing allocates nothing but its result.
/// </summary>
public sealed class Pricer : IPricer
{
    private const int CacheCapacity = 4096;

    private static readonly Dictionary<string, string> NoAliases = [];

    private volatile State _state;

    /// <param name="catalogue">Prices.</param>
    /// <param name="upstreams">Upstreams by name: their aliases and local costs.</param>
    public Pricer(PriceCatalogue catalogue, IReadOnlyDictionary<string, UpstreamOptions> upstreams) =>
        _state = new State(catalogue, upstreams);

    /// <summary>The prices in force.</summary>
    public PriceCatalogue Catalogue => _state.Catalogue;

    /// <summary>Swaps in new prices and upstreams as a whole; calls being priced finish with the old ones.</summary>
    public void Update(PriceCatalogue catalogue, IReadOnlyDictionary<string, UpstreamOptions> upstreams) =>
        _state = new State(catalogue, upstreams);

    /// <inheritdoc/>
    public ExchangeCost Price(in PriceRequest request)
    {
        if (request.ReportedCost is >= 0)
            return new ExchangeCost { Total = request.ReportedCost, Source = CostSource.Provider };
        var state = _state;
        if (state.Upstreams.TryGetValue(request.Upstream, out var upstream) && upstream.LocalCost is { } local)
            return LocalCost.Price(local, request.BusyTime);
        var row = state.Find(request, upstream?.ModelAliases ?? NoAliases);
        return row is null ? ExchangeCost.Unknown : CostFormula.Price(row, request);
    }

    private readonly record struct Key(string Upstream, string Provider, string? RequestModel, string? ResponseModel);

    private sealed class State(PriceCatalogue catalogue, IReadOnlyDictionary<string, UpstreamOptions> upstreams)
    {
        private readonly ConcurrentDictionary<Key, PriceRow?> _found = new();
        private int _count;

        internal PriceCatalogue Catalogue => catalogue;

        internal IReadOnlyDictionary<string, UpstreamOptions> Upstreams => upstreams;

        internal PriceRow? Find(in PriceRequest request, Dictionary<string, string> aliases)
        {
            var key = new Key(request.Upstream, request.Provider, request.RequestModel, request.ResponseModel);
            if (_found.TryGetValue(key, out var row)) return row;
            row = catalogue.Find(request.Upstream, request.Provider, request.RequestModel, request.ResponseModel, aliases);
            if (request.RequestModel?.Length > ModelNames.MaxLength || request.ResponseModel?.Length > ModelNames.MaxLength) return row;

            // Names come from clients and never end: start afresh rather than grow.
            if (Interlocked.Increment(ref _count) > CacheCapacity)
            {
                _found.Clear();
                Interlocked.Exchange(ref _count, 1);
            }

            _found[key] = row;
            return row;
        }
    }
}
