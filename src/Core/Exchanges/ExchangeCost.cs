namespace LlmSentinel.Core.Exchanges;

/// <summary>Where a cost comes from.</summary>
public enum CostSource
{
    /// <summary>Nobody knows the price: the total is null, never 0.</summary>
    Unknown,

    /// <summary>Computed from a price list.</summary>
    Catalogue,

    /// <summary>The provider told the amount charged (OpenRouter, xAI).</summary>
    Provider,

    /// <summary>A local server: hardware and electricity over busy time.</summary>
    Local,
}

/// <summary>What an exchange cost, in US dollars, with its parts. A part that does not apply is null.</summary>
public sealed record ExchangeCost
{
    /// <summary>The sum, or null when no price is known.</summary>
    public decimal? Total { get; init; }

    /// <summary>Uncached input of every modality.</summary>
    public decimal? Input { get; init; }

    /// <summary>Input served from the provider's cache.</summary>
    public decimal? CacheRead { get; init; }

    /// <summary>Input written to the provider's cache.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Output without reasoning.</summary>
    public decimal? Output { get; init; }

    /// <summary>Reasoning output.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Fees per search or per request.</summary>
    public decimal? Tools { get; init; }

    /// <summary>Where the total comes from.</summary>
    public CostSource Source { get; init; }

    /// <summary>The price row that matched, for example <c>openai/gpt-5.4</c>.</summary>
    public string? PriceId { get; init; }

    /// <summary>Version of the price list (its date), so that history is never priced again.</summary>
    public string? PriceVersion { get; init; }

    /// <summary>No price known.</summary>
    public static ExchangeCost Unknown { get; } = new();
}
