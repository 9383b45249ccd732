using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

public class CostFormulaTests
{
    [Fact]
    public void Price_AnthropicWithBothCacheLifetimesAndASearch_EqualsTheWorkedExample()
    {
        // 50 x 3 + 8000 x 0.3 + 1500 x 3.75 + 500 x 6 + 420 x 15, per million, and one search at 0.01.
        var usage = new TokenUsage
        {
            InputTotal = 10_050, CacheRead = 8_000, CacheWrite = 2_000, CacheWrite5m = 1_500, CacheWrite1h = 500,
            OutputTotal = 420, Reasoning = 300, WebSearches = 1, Source = UsageSource.Reported,
        };

        var cost = Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-sonnet-4-5-20250929", usage));

        Assert.Equal(0.027475m, cost.Total);
        Assert.Equal(0.00015m, cost.Input);
        Assert.Equal(0.0024m, cost.CacheRead);
        Assert.Equal(0.008625m, cost.CacheWrite);
        Assert.Equal(0.0018m, cost.Output);
        Assert.Equal(0.0045m, cost.Reasoning);
        Assert.Equal(0.01m, cost.Tools);
        Assert.Equal(CostSource.Catalogue, cost.Source);
        Assert.Equal("anthropic/claude-sonnet-4-5", cost.PriceId);
        Assert.Equal("2026-08-21", cost.PriceVersion);
    }

    [Theory]
    // 1,000,000 uncached in, 1,000,000 out: the sum of both prices.
    [InlineData("openai", "gpt-4o-2024-11-20", 12.5)]
    [InlineData("openai", "gpt-5-mini-2025-08-07", 2.25)]
    [InlineData("openai", "o3-2025-04-16", 10)]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", 6)]
    [InlineData("gcp.gemini", "gemini-2.5-flash", 2.8)]
    [InlineData("mistral_ai", "mistral-large-2512", 2)]
    [InlineData("deepseek", "deepseek-v4-flash", 0.42)]
    [InlineData("x_ai", "grok-4.3", 3.75)]
    [InlineData("groq", "llama-3.3-70b-versatile", 1.38)]
    [InlineData("cohere", "command-a-03-2025", 12.5)]
    [InlineData("aws.bedrock", "amazon.nova-pro-v1:0", 4)]
    [InlineData("azure.ai.openai", "gpt-4.1-2025-04-14", 10)]
    [InlineData("openrouter", "meta-llama/llama-3.3-70b-instruct", 0.29)]
    public void Price_AMillionEachWay_IsTheSumOfBothPrices(string provider, string model, double expected)
    {
        // Below every long-context threshold, then scaled.
        var cost = Prices.BuiltIn.Price(Prices.Ask(provider, model, Prices.Tokens(100_000, 100_000)));
        Assert.Equal((decimal)expected, cost.Total * 10);
    }

    [Fact]
    public void Price_OpenAIWithCachedInput_BillsCachedTokensOnceAtTheCachedPrice()
    {
        var usage = Prices.Tokens(3_000, 100) with { CacheRead = 2_048 };
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-4o", usage));
        // 952 x 2.5 + 2048 x 1.25 + 100 x 10
        Assert.Equal(0.005940m, cost.Total);
    }

    [Fact]
    public void Price_NoCachePriceInTheRow_FallsBackToTheInputPrice()
    {
        var usage = Prices.Tokens(1_000, 0) with { CacheRead = 400 };
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-4", usage));
        Assert.Equal(0.03m, cost.Total);
        Assert.Equal(0.012m, cost.CacheRead);
    }

    [Fact]
    public void Price_CacheCountNotTold_CacheCostIsUnknownNotZero()
    {
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-4o", Prices.Tokens(10, 10)));
        Assert.Null(cost.CacheRead);
        Assert.Null(cost.CacheWrite);
        Assert.Null(cost.Reasoning);
    }

    [Fact]
    public void Price_AnthropicCacheCreation_IsNotBilledTwice()
    {
        // Prompt of 12,000 of which 11,000 were just written to cache: 1000 x 3 + 11000 x 3.75 + 200 x 15.
        var usage = Prices.Tokens(12_000, 200) with { CacheRead = 0, CacheWrite = 11_000 };
        Assert.Equal(0.04725m, Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-sonnet-4-5", usage)).Total);
    }

    [Fact]
    public void Price_AnthropicCacheRead_IsATenthOfTheInputPrice()
    {
        // 100 x 3 + 50000 x 0.3 + 10 x 15; at full price it would be 0.15045.
        var usage = Prices.Tokens(50_100, 10) with { CacheRead = 50_000 };
        Assert.Equal(0.01545m, Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-sonnet-4-5", usage)).Total);
    }

    [Fact]
    public void Price_CacheWriteWithPartOfTheSplitOnly_CountsTheRestAsShortLived()
    {
        var usage = Prices.Tokens(1_000, 0) with { CacheWrite = 1_000, CacheWrite1h = 400 };
        // 600 x 3.75 + 400 x 6
        Assert.Equal(0.00465m, Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-sonnet-4-5", usage)).Total);
    }

    [Fact]
    public void Price_CacheCountsAboveTheTotal_ClampsTheUncachedRest()
    {
        var usage = Prices.Tokens(10, 0) with { CacheRead = 1_000 };
        // Only the 1,000 cached ones at 0.3.
        Assert.Equal(0.0003m, Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-sonnet-4-5", usage)).Total);
    }

    [Fact]
    public void Price_AudioOverlappingWithCache_BillsNoTokenTwice()
    {
        // 1,000 in, 800 of them cached, 600 audio: 200 uncached tokens are all that audio can be.
        var usage = Prices.Tokens(1_000, 0) with { CacheRead = 800, InputAudio = 600 };
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-realtime", usage));
        // 200 x 32 + 800 x 0.4
        Assert.Equal(0.00672m, cost.Total);
    }

    [Fact]
    public void Price_AudioOutput_HasItsOwnPrice()
    {
        var usage = Prices.Tokens(0, 100) with { OutputAudio = 80 };
        // 20 x 16 + 80 x 64
        Assert.Equal(0.00544m, Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-realtime", usage)).Total);
    }

    [Fact]
    public void Price_ReasoningPricedApart_IsNotBilledAsOutputToo()
    {
        var catalogue = Prices.Overrides(new() { ["thinker"] = new() { Input = 1, Output = 2, Reasoning = 10 } });
        var usage = Prices.Tokens(0, 1_000) with { Reasoning = 400 };
        var cost = new Pricer(catalogue, Prices.NoUpstreams).Price(Prices.Ask("any", "thinker", usage));
        Assert.Equal(0.0012m, cost.Output);
        Assert.Equal(0.004m, cost.Reasoning);
        Assert.Equal(0.0052m, cost.Total);
    }

    [Fact]
    public void Price_ReasoningAboveOutput_IsClamped()
    {
        var usage = Prices.Tokens(0, 100) with { Reasoning = 500 };
        Assert.Equal(0.001m, Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-4o", usage)).Total);
    }

    [Theory]
    [InlineData(null, 10L)]
    [InlineData(10L, null)]
    [InlineData(null, null)]
    public void Price_ACountThatAppliesIsMissing_TotalIsNull(long? input, long? output)
    {
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-4o", Prices.Tokens(input, output)));
        Assert.Null(cost.Total);
        Assert.Equal(CostSource.Unknown, cost.Source);
        Assert.Equal("openai/gpt-4o", cost.PriceId);
    }

    [Fact]
    public void Price_Embedding_NeedsNoOutput()
    {
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "text-embedding-3-small", Prices.Tokens(1_000, null)));
        Assert.Equal(0.00002m, cost.Total);
        Assert.Null(cost.Output);
    }

    [Fact]
    public void Price_SearchesWithoutAKnownFee_TotalIsNull()
    {
        var usage = Prices.Tokens(10, 10) with { WebSearches = 2 };
        Assert.Null(Prices.BuiltIn.Price(Prices.Ask("gcp.gemini", "gemini-2.5-flash", usage)).Total);
        Assert.NotNull(Prices.BuiltIn.Price(Prices.Ask("gcp.gemini", "gemini-2.5-flash", usage with { WebSearches = 0 })).Total);
    }

    [Fact]
    public void Price_PerplexitySonar_AddsTheRequestFee()
    {
        var cost = Prices.BuiltIn.Price(Prices.Ask("perplexity", "sonar", Prices.Tokens(1_000, 1_000)));
        Assert.Equal(0.014m, cost.Total);
        Assert.Equal(0.012m, cost.Tools);
    }

    [Theory]
    [InlineData(UsageSource.Estimated)]
    [InlineData(UsageSource.ReportedPartial)]
    public void Price_CountsThatAreNotReportedWhole_ArePricedToo(UsageSource source)
    {
        var usage = Prices.Tokens(1_000, 1_000) with { Source = source, OutputIsLowerBound = true };
        Assert.Equal(0.0125m, Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-4o", usage)).Total);
    }

    [Fact]
    public void Price_AbsurdCounts_NeverThrows()
    {
        var usage = new TokenUsage
        {
            InputTotal = long.MaxValue, CacheRead = long.MaxValue, CacheWrite = long.MaxValue, CacheWrite1h = long.MaxValue, CacheWrite5m = -5,
            InputAudio = long.MinValue, OutputTotal = long.MaxValue, Reasoning = long.MaxValue, WebSearches = long.MaxValue,
        };
        Assert.True(Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-opus-4-6", usage)).Total > 0);

        var negative = Prices.Tokens(-10, -10) with { CacheRead = -1, CacheWrite = -1, WebSearches = -1 };
        Assert.Equal(0m, Prices.BuiltIn.Price(Prices.Ask("anthropic", "claude-opus-4-6", negative)).Total);
    }

    [Fact]
    public void Price_UnknownModel_IsUnknownNeverZero()
    {
        var cost = Prices.BuiltIn.Price(Prices.Ask("openai", "gpt-99-ultra", Prices.Tokens(10, 10)));
        Assert.Same(ExchangeCost.Unknown, cost);
        Assert.Null(cost.Total);
    }

    [Fact]
    public void Price_ProviderReportsTheAmount_ItIsPreferred()
    {
        var request = Prices.Ask("openrouter", "openai/gpt-4o", Prices.Tokens(1_000, 1_000)) with { ReportedCost = 0.01355m };
        var cost = Prices.BuiltIn.Price(request);
        Assert.Equal(0.01355m, cost.Total);
        Assert.Equal(CostSource.Provider, cost.Source);
    }

    [Fact]
    public void Price_ProviderReportsANegativeAmount_ItIsNotBelieved()
    {
        var request = Prices.Ask("openai", "gpt-4o", Prices.Tokens(1_000, 1_000)) with { ReportedCost = -1m };
        Assert.Equal(0.0125m, Prices.BuiltIn.Price(request).Total);
    }

    [Fact]
    public void Price_FreeVariant_IsAKnownZero()
    {
        var catalogue = Prices.Overrides(new() { ["openrouter/vendor/model:free"] = new() { Input = 0, Output = 0 } });
        var cost = new Pricer(catalogue, Prices.NoUpstreams).Price(Prices.Ask("openrouter", "vendor/model:free", Prices.Tokens(10, 10)));
        Assert.Equal(0m, cost.Total);
        Assert.Equal(CostSource.Catalogue, cost.Source);
    }

    [Fact]
    public void Price_LocalUpstream_IsPricedByBusyTime()
    {
        var local = new UpstreamOptions { LocalCost = new LocalCostOptions { HardwarePerHour = 1.2m, Watts = 350, PricePerKwh = 0.40m } };
        var pricer = new Pricer(PriceCatalogue.BuiltIn, new Dictionary<string, UpstreamOptions> { ["up"] = local });
        var request = Prices.Ask("vllm", "llama", Prices.Tokens(null, null)) with { BusyTime = TimeSpan.FromSeconds(90) };
        var cost = pricer.Price(request);
        // (1.2 + 0.35 x 0.4) / 3600 x 90
        Assert.Equal(0.0335m, cost.Total);
        Assert.Equal(CostSource.Local, cost.Source);
    }
}
