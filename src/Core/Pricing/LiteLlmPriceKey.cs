using System.Globalization;

namespace LlmSentinel.Core.Pricing;

/// <summary>A unit of <see cref="UnitPrices"/>.</summary>
internal enum PriceUnit
{
    Input,
    Output,
    CacheRead,
    CacheWrite,
    CacheWrite1h,
    InputAudio,
    InputImage,
    InputVideo,
    Reasoning,
    OutputAudio,
    OutputImage,
}

/// <summary>
/// What a LiteLLM price key means: <c>input_cost_per_token_above_272k_tokens_priority</c> is input, over 272,000 tokens, at
/// priority. <c>_above_1hr</c> is part of a unit's name and means a cache lifetime of one hour.
/// </summary>
/// <param name="Unit">The unit.</param>
/// <param name="Above">Threshold in tokens; 0 for none. <c>k</c> is 1,000.</param>
/// <param name="Tier">Service tier, or null.</param>
internal readonly record struct LiteLlmPriceKey(PriceUnit Unit, long Above, string? Tier)
{
    private const string AboveWord = "_above_";
    private const string Tokens = "k_tokens";

    internal static bool TryParse(string key, out LiteLlmPriceKey parsed)
    {
        parsed = default;
        if (!key.Contains("cost", StringComparison.Ordinal)) return false;
        var name = key.AsSpan();
        var tier = TakeTier(ref name);
        var above = TakeThreshold(ref name);
        if (ParseUnit(name) is not { } unit) return false;
        parsed = new LiteLlmPriceKey(unit, above, tier);
        return true;
    }

    private static string? TakeTier(ref ReadOnlySpan<char> name)
    {
        foreach (var (suffix, tier) in (ReadOnlySpan<(string, string)>)
            [("_priority", ServiceTiers.Priority), ("_flex", ServiceTiers.Flex), ("_batches", ServiceTiers.Batch)])
        {
            if (!name.EndsWith(suffix, StringComparison.Ordinal)) continue;
            name = name[..^suffix.Length];
            return tier;
        }

        return null;
    }

    private static long TakeThreshold(ref ReadOnlySpan<char> name)
    {
        var at = name.LastIndexOf(AboveWord, StringComparison.Ordinal);
        if (at < 0 || !name.EndsWith(Tokens, StringComparison.Ordinal)) return 0;
        var digits = name[(at + AboveWord.Length)..^Tokens.Length];
        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var thousands) || thousands > 1_000_000) return 0;
        name = name[..at];
        return thousands * 1000;
    }

    private static PriceUnit? ParseUnit(ReadOnlySpan<char> name) => name switch
    {
        "input_cost_per_token" => PriceUnit.Input,
        "output_cost_per_token" => PriceUnit.Output,
        "cache_read_input_token_cost" or "input_cost_per_token_cache_hit" => PriceUnit.CacheRead,
        "cache_creation_input_token_cost" => PriceUnit.CacheWrite,
        "cache_creation_input_token_cost_above_1hr" => PriceUnit.CacheWrite1h,
        "input_cost_per_audio_token" => PriceUnit.InputAudio,
        "input_cost_per_image_token" => PriceUnit.InputImage,
        "input_cost_per_video_token" => PriceUnit.InputVideo,
        "output_cost_per_reasoning_token" => PriceUnit.Reasoning,
        "output_cost_per_audio_token" => PriceUnit.OutputAudio,
        "output_cost_per_image_token" => PriceUnit.OutputImage,
        _ => null,
    };

    internal UnitPrices Set(UnitPrices units, decimal price) => Unit switch
    {
        PriceUnit.Input => units with { Input = price },
        PriceUnit.Output => units with { Output = price },
        PriceUnit.CacheRead => units with { CacheRead = price },
        PriceUnit.CacheWrite => units with { CacheWrite = price },
        PriceUnit.CacheWrite1h => units with { CacheWrite1h = price },
        PriceUnit.InputAudio => units with { InputAudio = price },
        PriceUnit.InputImage => units with { InputImage = price },
        PriceUnit.InputVideo => units with { InputVideo = price },
        PriceUnit.Reasoning => units with { Reasoning = price },
        PriceUnit.OutputAudio => units with { OutputAudio = price },
        _ => units with { OutputImage = price },
    };
}
