using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Prices beyond the built-in list.</summary>
public sealed class PricingOptions
{
    [Description("Further price files, later ones win: the format of prices.json, or LiteLLM's model_prices_and_context_window.json.")]
    public List<string> Files { get; init; } = [];

    [Description("The user's own prices, by model name or provider/model. They win over every file.")]
    public Dictionary<string, PriceOverrideOptions> Overrides { get; init; } = [];
}

/// <summary>Prices in US dollars per million tokens.</summary>
public sealed class PriceOverrideOptions
{
    [Description("Input, per million tokens.")]
    [Required, Range(0, 1_000_000)]
    public decimal? Input { get; init; }

    [Description("Output, per million tokens.")]
    [Range(0, 1_000_000)]
    public decimal? Output { get; init; }

    [Description("Input read from cache. Absent: the input price.")]
    [Range(0, 1_000_000)]
    public decimal? CacheRead { get; init; }

    [Description("Input written to cache. Absent: the input price.")]
    [Range(0, 1_000_000)]
    public decimal? CacheWrite { get; init; }

    [Description("Input written to cache for an hour. Absent: cacheWrite.")]
    [Range(0, 1_000_000)]
    public decimal? CacheWrite1h { get; init; }

    [Description("Reasoning output. Absent: the output price.")]
    [Range(0, 1_000_000)]
    public decimal? Reasoning { get; init; }
}
