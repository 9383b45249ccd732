using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Pricing;

/// <summary>
/// Cost of a request from token counts and unit prices, in decimal. The rules are in docs/pricing.md. The total is null
/// when a part that applies has no count or no price: a sum without it would be a lower bound that looks like a cost.
/// </summary>
internal static class CostFormula
{
    private const decimal PerMillion = 1_000_000m;

    internal static ExchangeCost Price(PriceRow row, in PriceRequest request)
    {
        var usage = request.Usage;
        if (usage.InputTotal is not { } inputTotal) return Unpriced(row);
        if (usage.OutputTotal is null && row.Kind == PricedKind.Chat) return Unpriced(row);

        var input = Math.Max(0, inputTotal);
        var prices = row.At(request.At).Select(input, request.ServiceTier, request.At);
        if (prices.Input is not { } inputPrice) return Unpriced(row);
        var outputTotal = Math.Max(0, usage.OutputTotal ?? 0);
        if (outputTotal > 0 && prices.Output is null) return Unpriced(row);
        if (usage.WebSearches > 0 && row.WebSearchFee is null) return Unpriced(row);

        var factor = row.Factor(request.Speed, request.InferenceGeo) / PerMillion;
        var cacheRead = Math.Max(0, usage.CacheRead ?? 0);
        var (write5m, write1h) = CacheWrites(usage);
        // Inconsistent counts exist: subtract step by step, never below nothing.
        var uncached = Math.Max(0, input - cacheRead);
        uncached = Math.Max(0, uncached - write5m);
        uncached = Math.Max(0, uncached - write1h);

        var inputCost = Uncached(usage, uncached, prices, inputPrice) * factor;
        var readCost = cacheRead * (prices.CacheRead ?? inputPrice) * factor;
        var writePrice = prices.CacheWrite ?? inputPrice;
        var writeCost = ((write5m * writePrice) + (write1h * (prices.CacheWrite1h ?? writePrice))) * factor;
        var (outputCost, reasoningCost) = Output(usage, outputTotal, prices);
        outputCost *= factor;
        reasoningCost *= factor;
        var tools = (row.RequestFee ?? 0) + (Math.Max(0, usage.WebSearches ?? 0) * (row.WebSearchFee ?? 0));

        return new ExchangeCost
        {
            Total = inputCost + readCost + writeCost + outputCost + reasoningCost + tools,
            Input = inputCost,
            CacheRead = usage.CacheRead is null ? null : readCost,
            CacheWrite = usage.CacheWrite is null && usage.CacheWrite5m is null && usage.CacheWrite1h is null ? null : writeCost,
            Output = usage.OutputTotal is null ? null : outputCost,
            Reasoning = usage.Reasoning is null ? null : reasoningCost,
            Tools = row.RequestFee is null && usage.WebSearches is null ? null : tools,
            Source = CostSource.Catalogue,
            PriceId = row.Id,
            PriceVersion = row.Version,
        };
    }

    /// <summary>The row is known, the cost is not.</summary>
    private static ExchangeCost Unpriced(PriceRow row) => new() { PriceId = row.Id, PriceVersion = row.Version };

    /// <summary>Cache writes by lifetime. What the split leaves out counts as short-lived; a split larger than the total is believed.</summary>
    private static (long FiveMinutes, long OneHour) CacheWrites(TokenUsage usage)
    {
        var total = Math.Max(0, usage.CacheWrite ?? 0);
        var oneHour = Math.Max(0, usage.CacheWrite1h ?? 0);
        var fiveMinutes = Math.Max(0, usage.CacheWrite5m ?? 0);
        return (Math.Max(fiveMinutes, Math.Max(0, total - oneHour)), oneHour);
    }

    /// <summary>
    /// Modalities may overlap with cached tokens, and nobody tells how. They are taken from the uncached tokens first, each
    /// clamped to what is left, so that no token is billed twice.
    /// </summary>
    private static decimal Uncached(TokenUsage usage, long uncached, UnitPrices prices, decimal inputPrice)
    {
        var left = uncached;
        var audio = Take(ref left, usage.InputAudio);
        var image = Take(ref left, usage.InputImage);
        var video = Take(ref left, usage.InputVideo);
        return (left * inputPrice)
            + (audio * (prices.InputAudio ?? inputPrice))
            + (image * (prices.InputImage ?? inputPrice))
            + (video * (prices.InputVideo ?? inputPrice));
    }

    private static (decimal Output, decimal Reasoning) Output(TokenUsage usage, long outputTotal, UnitPrices prices)
    {
        var price = prices.Output ?? 0;
        var left = outputTotal;
        var reasoning = Take(ref left, usage.Reasoning);
        var audio = Take(ref left, usage.OutputAudio);
        var image = Take(ref left, usage.OutputImage);
        var output = (left * price) + (audio * (prices.OutputAudio ?? price)) + (image * (prices.OutputImage ?? price));
        return (output, reasoning * (prices.Reasoning ?? price));
    }

    private static long Take(ref long left, long? wanted)
    {
        var taken = Math.Clamp(wanted ?? 0, 0, left);
        left -= taken;
        return taken;
    }
}
