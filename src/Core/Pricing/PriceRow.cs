namespace LlmSentinel.Core.Pricing;

/// <summary>What the model makes, which says whether output has to be priced.</summary>
public enum PricedKind
{
    /// <summary>Text for text: input and output are both billed.</summary>
    Chat,

    /// <summary>Vectors: there is no output to bill.</summary>
    Embedding,
}

/// <summary>The prices of one model at one provider. Immutable.</summary>
public sealed record PriceRow
{
    private string? _id;

    /// <summary>Canonical provider, <see cref="PriceProviders"/>; empty when the row holds for a model name at any provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Model name.</summary>
    public required string Model { get; init; }

    /// <summary>Further names of the same model.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether output is billed.</summary>
    public PricedKind Kind { get; init; }

    /// <summary>US dollars per request, on top of tokens.</summary>
    public decimal? RequestFee { get; init; }

    /// <summary>US dollars per provider-run web search; null: not known.</summary>
    public decimal? WebSearchFee { get; init; }

    /// <summary>Where the prices were read.</summary>
    public string? Source { get; init; }

    /// <summary>When they were read.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Version of the list the row belongs to.</summary>
    public required string Version { get; init; }

    /// <summary>Stable name of the row, for example <c>openai/gpt-5.4</c>.</summary>
    public string Id => _id ??= Provider.Length == 0 ? Model : $"{Provider}/{Model}";

    /// <summary>Factors on token prices by Anthropic <c>speed</c>.</summary>
    internal Dictionary<string, decimal> Speed { get; init; } = [];

    /// <summary>Factors on token prices by Anthropic <c>inference_geo</c>.</summary>
    internal Dictionary<string, decimal> Geo { get; init; } = [];

    /// <summary>Price sets by the UTC day from which they hold, oldest first; the first one holds from the beginning.</summary>
    internal (DateOnly From, PriceSet Prices)[] Periods { get; init; } = [];

    /// <summary>Base prices on a day: what a reader of the price list wants to see.</summary>
    public UnitPrices BasePrices(DateTimeOffset at) => At(at).Base;

    internal PriceSet At(DateTimeOffset at)
    {
        var day = DateOnly.FromDateTime(at.UtcDateTime);
        for (var i = Periods.Length - 1; i > 0; i--)
        {
            if (Periods[i].From <= day) return Periods[i].Prices;
        }

        return Periods[0].Prices;
    }

    internal decimal Factor(string? speed, string? geo)
    {
        var factor = 1m;
        if (speed is not null && Speed.TryGetValue(speed, out var bySpeed)) factor *= bySpeed;
        if (geo is not null && Geo.TryGetValue(geo, out var byGeo)) factor *= byGeo;
        return factor;
    }
}
