using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Bench.Micro;

/// <summary>The cost of one call by the built-in price list.</summary>
public class CallPricing
{
    private readonly Dictionary<string, string> _noAliases = [];
    private readonly Pricer _pricer = new(PriceCatalogue.BuiltIn, new Dictionary<string, UpstreamOptions>());

    private readonly PriceRequest _known = new()
    {
        Upstream = "openai",
        Provider = "openai",
        RequestModel = "gpt-5.4",
        ResponseModel = "gpt-5.4-2026-03-05",
        ServiceTier = "default",
        Usage = new TokenUsage { InputTotal = 812, CacheRead = 512, OutputTotal = 97, Reasoning = 20, Source = UsageSource.Reported },
        At = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Checks that the list knows the model, and does not know the other.</summary>
    [GlobalSetup]
    public void Setup()
    {
        Check.That(Known().Total > 0, "the model has a price");
        Check.That(Unknown().Total is null, "the other model has none");
    }

    /// <summary>A model the list knows, seen before.</summary>
    [Benchmark]
    public ExchangeCost Known() => _pricer.Price(_known);

    /// <summary>A model no list knows, seen before.</summary>
    [Benchmark]
    public ExchangeCost Unknown() => _pricer.Price(_known with { RequestModel = "in-house-7b", ResponseModel = "in-house-7b" });

    /// <summary>Finding a model's row, seen for the first time.</summary>
    [Benchmark]
    public PriceRow? Find() =>
        PriceCatalogue.BuiltIn.Find("openai", "openai", "gpt-5.4", "gpt-5.4-2026-03-05", _noAliases);
}
