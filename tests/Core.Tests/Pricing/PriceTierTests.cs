using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

public class PriceTierTests
{
    [Theory]
    [InlineData(272_000, 0.68, 0.015)]
    [InlineData(272_001, 1.360005, 0.0225)]
    public void Price_LongPrompt_IsDearOnlyAboveTheThresholdAndThenAsAWhole(long input, double inputCost, double outputCost)
    {
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-5.4", Prices.Tokens(input, 1_000)));
        // Up to the threshold 2.5 and 15, above it 5 and 22.5 for every token.
        Assert.Equal((decimal)inputCost, cost.Input);
        Assert.Equal((decimal)outputCost, cost.Output);
    }

    [Fact]
    public void Price_LongPrompt_CachedTokensCountTowardsTheThreshold()
    {
        var usage = Prices.Tokens(250_000, 0) with { CacheRead = 240_000, CacheWrite = 0 };
        var cost = Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-sonnet-4-5", usage));
        // 10000 x 6 + 240000 x 0.6
        Assert.Equal(0.204m, cost.Total);
    }

    [Theory]
    [InlineData(127_999, 0.1279990)]
    [InlineData(128_000, 0.256)]
    public void Price_XaiThreshold_IsInclusive(long input, double expected)
    {
        var result = Prices.Load("""
            { "xai/grok-test": { "litellm_provider": "xai", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
              "input_cost_per_token_above_128k_tokens": 2e-06, "output_cost_per_token_above_128k_tokens": 4e-06 } }
            """);
        Assert.Empty(result.Errors);
        var cost = new Pricer(result.Catalogue, Prices.NoUpstreams).Price(Prices.Ask("x_ai", "grok-test", Prices.Tokens(input, 0)));
        Assert.Equal((decimal)expected, cost.Total);
    }

    [Theory]
    [InlineData(null, 12.5)]
    [InlineData("default", 12.5)]
    [InlineData("auto", 12.5)]
    [InlineData("priority", 21.25)]
    [InlineData("fast", 21.25)]
    [InlineData("on_demand_priority", 21.25)]
    [InlineData("batch", 6.25)]
    [InlineData("flex", 12.5)]
    public void Price_ServiceTier_UsesItsPricesOrElseTheBase(string? tier, double perMillionBothWays)
    {
        var request = Prices.Ask("openai", "gpt-4o", Prices.Tokens(1_000_000, 1_000_000)) with { ServiceTier = tier };
        Assert.Equal((decimal)perMillionBothWays, Prices.BuiltIn.Price(request).Total);
    }

    [Fact]
    public void Price_FlexWithCache_HalvesEveryPrice()
    {
        var usage = Prices.Tokens(1_000, 1_000) with { CacheRead = 400 };
        var request = Prices.Ask("openai", "gpt-5", usage) with { ServiceTier = "flex" };
        // (600 x 1.25 + 400 x 0.125 + 1000 x 10) / 2
        Assert.Equal(0.0054m, Prices.BuiltIn.Price(request).Total);
    }

    [Fact]
    public void Price_FlexLongPrompt_HalvesTheLongPrice()
    {
        var request = Prices.Ask("openai", "gpt-5.4", Prices.Tokens(300_000, 0)) with { ServiceTier = "flex" };
        Assert.Equal(0.75m, Prices.BuiltIn.Price(request).Total);
    }

    [Fact]
    public void Price_AnthropicBatch_IsHalf()
    {
        var request = Prices.Ask("anthropic", "claude-sonnet-4-5", Prices.Tokens(1_000, 1_000)) with { ServiceTier = "batch" };
        Assert.Equal(0.009m, Prices.BuiltIn.Price(request).Total);
    }

    [Theory]
    [InlineData("standard", "global", 0.03)]
    [InlineData("fast", "global", 0.18)]
    [InlineData("standard", "us", 0.033)]
    [InlineData("fast", "us", 0.198)]
    [InlineData(null, "not_available", 0.03)]
    public void Price_AnthropicSpeedAndGeo_MultiplyTokenPrices(string? speed, string geo, double expected)
    {
        var request = Prices.Ask("anthropic", "claude-opus-4-6", Prices.Tokens(1_000, 1_000)) with { Speed = speed, InferenceGeo = geo };
        Assert.Equal((decimal)expected, Prices.BuiltIn.Price(request).Total);
    }

    [Fact]
    public void Price_GeoFactor_DoesNotTouchFees()
    {
        var usage = Prices.Tokens(0, 0) with { WebSearches = 3 };
        var request = Prices.Ask("anthropic", "claude-opus-4-6", usage) with { InferenceGeo = "us", Speed = "fast" };
        Assert.Equal(0.03m, Prices.BuiltIn.Price(request).Total);
    }

    [Theory]
    [InlineData("2026-08-31T23:59:59Z", 12)]
    [InlineData("2026-09-01T00:00:00Z", 18)]
    [InlineData("2026-08-31T20:00:00-05:00", 18)]
    public void Price_AnnouncedChange_HoldsFromItsUtcDay(string at, double expected)
    {
        var request = Prices.Ask("anthropic", "claude-sonnet-5", Prices.Tokens(1_000_000, 1_000_000)) with
        {
            At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
        };
        Assert.Equal((decimal)expected, Prices.BuiltIn.Price(request).Total);
    }

    [Theory]
    [InlineData("gpt-5.6-luna", 29, 7)]
    [InlineData("gpt-5.6-luna", 30, 1.4)]
    [InlineData("gpt-5.6-terra", 29, 17.5)]
    [InlineData("gpt-5.6-terra", 30, 14)]
    public void Price_OpenAIsCutOfJuly2026_HoldsFromItsDay(string model, int day, double perMillionBothWays)
    {
        var request = Prices.Ask("openai", model, Prices.Tokens(100_000, 100_000)) with { At = new(2026, 7, day, 12, 0, 0, TimeSpan.Zero) };
        Assert.Equal((decimal)perMillionBothWays, Prices.BuiltIn.Price(request).Total * 10);
    }

    [Theory]
    [InlineData("2025-08-01T16:29:59Z", 0.27)]
    [InlineData("2025-08-01T16:30:00Z", 0.135)]
    [InlineData("2025-08-02T00:29:59Z", 0.135)]
    [InlineData("2025-08-02T00:30:00Z", 0.27)]
    public void Price_DeepSeekOffPeak_HoldsOverMidnight(string at, double expected)
    {
        var request = Prices.Ask("deepseek", "deepseek-chat", Prices.Tokens(1_000_000, 0)) with
        {
            At = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture),
        };
        Assert.Equal((decimal)expected, Prices.BuiltIn.Price(request).Total);
    }
}
