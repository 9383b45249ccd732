using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

public class PriceOverrideTests
{
    private static readonly PriceOverrideOptions OneAndTwo = new() { Input = 1, Output = 2 };

    [Theory]
    [InlineData("gpt-4o", "openai", "gpt-4o-2024-11-20")]
    [InlineData("openai/gpt-4o", "openai", "gpt-4o")]
    [InlineData("azure/gpt-4o", "azure.ai.openai", "gpt-4o-2024-08-06")]
    [InlineData("openai/gpt-4o", "azure.ai.openai", "gpt-4o-2024-08-06")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct", "vllm", "meta-llama/Llama-3.3-70B-Instruct")]
    [InlineData("up/meta-llama/Llama-3.3-70B-Instruct", "vllm", "meta-llama/Llama-3.3-70B-Instruct")]
    [InlineData("llama3.3", "ollama", "llama3.3:latest")]
    public void Override_ByModelProviderOrUpstream_Wins(string key, string provider, string model)
    {
        var catalogue = Prices.Overrides(new() { [key] = OneAndTwo }, "up");
        var cost = new Pricer(catalogue, Prices.NoUpstreams).Price(Prices.Ask(provider, model, Prices.Tokens(1_000, 1_000)));
        Assert.Equal(0.003m, cost.Total);
        Assert.Equal("overrides", cost.PriceVersion);
    }

    [Theory]
    [InlineData("azure/gpt-4o", "openai", "gpt-4o")]
    [InlineData("other/gpt-4o", "openai", "gpt-4o")]
    [InlineData("openai/gpt-4o", "openrouter", "openai/gpt-4o")]
    [InlineData("gpt-4o", "openai", "gpt-4o-mini")]
    public void Override_OfAnother_DoesNotApply(string key, string provider, string model)
    {
        var catalogue = Prices.Overrides(new() { [key] = OneAndTwo }, "up", "other");
        Assert.NotEqual("overrides", new Pricer(catalogue, Prices.NoUpstreams).Price(Prices.Ask(provider, model, Prices.Tokens(1, 1))).PriceVersion);
    }

    [Fact]
    public void Override_WithoutCachePrices_BillsCachedTokensAsInput()
    {
        var catalogue = Prices.Overrides(new() { ["claude-sonnet-4-5"] = new() { Input = 2, Output = 4, CacheWrite = 3 } });
        var usage = Prices.Tokens(3_000, 0) with { CacheRead = 1_000, CacheWrite1h = 1_000 };
        var cost = new Pricer(catalogue, Prices.NoUpstreams).Price(Prices.Ask("anthropic", "claude-sonnet-4-5", usage));
        Assert.Equal(0.002m, cost.CacheRead);
        Assert.Equal(0.003m, cost.CacheWrite);
        Assert.Equal(0.007m, cost.Total);
    }

    [Fact]
    public void Override_WinsOverAFile_AndALaterFileOverAnEarlierOne()
    {
        var directory = Directory.CreateTempSubdirectory("prices");
        try
        {
            foreach (var (file, price) in (ReadOnlySpan<(string, int)>)[("a.json", 10), ("b.json", 20)])
            {
                File.WriteAllText(Path.Combine(directory.FullName, file),
                    $$"""{ "version": "{{file}}", "models": [{ "provider": "openai", "model": "m", "input": {{price}}, "output": 1 }, { "provider": "openai", "model": "{{file}}", "input": 1, "output": 1 }] }""");
            }

            var options = new PricingOptions { Files = ["a.json", "b.json"] };
            var files = PriceCatalogueLoader.Load(options, [], directory.FullName).Catalogue;
            Assert.Equal("b.json", files.Find("up", "openai", null, "m", new Dictionary<string, string>())?.Version);
            Assert.Equal("a.json", files.Find("up", "openai", null, "a.json", new Dictionary<string, string>())?.Version);

            options.Overrides["m"] = OneAndTwo;
            var all = PriceCatalogueLoader.Load(options, [], directory.FullName).Catalogue;
            Assert.Equal("overrides", all.Find("up", "openai", null, "m", new Dictionary<string, string>())?.Version);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Override_WithoutInput_IsAnErrorThatNamesIt()
    {
        var result = PriceCatalogueLoader.Load(new PricingOptions { Overrides = { ["m"] = new() { Output = 1 } } }, [], ".");
        Assert.Equal("m.input", Assert.Single(result.Errors).Key);
    }

    [Fact]
    public void Update_NewPrices_HoldForTheNextCall()
    {
        var pricer = new Pricer(PriceCatalogue.BuiltIn, Prices.NoUpstreams);
        var request = Prices.Ask("openai", "gpt-4o", Prices.Tokens(1_000, 1_000));
        Assert.Equal(0.0125m, pricer.Price(request).Total);
        pricer.Update(Prices.Overrides(new() { ["gpt-4o"] = OneAndTwo }), Prices.NoUpstreams);
        Assert.Equal(0.003m, pricer.Price(request).Total);
    }

    [Fact]
    public void Price_EndlessModelNames_StayRight()
    {
        var pricer = Prices.BuiltIn;
        for (var i = 0; i < 10_000; i++)
            Assert.Same(ExchangeCost.Unknown, pricer.Price(Prices.Ask("openai", $"invented-{i}", Prices.Tokens(1, 1))));
        Assert.Equal(0.0125m, pricer.Price(Prices.Ask("openai", "gpt-4o", Prices.Tokens(1_000, 1_000))).Total);
    }

    [Fact]
    public void Price_KnownModel_AllocatesOnlyItsResult()
    {
        var pricer = Prices.BuiltIn;
        var request = Prices.Ask("openai", "gpt-4o-2024-11-20", Prices.Tokens(1_000, 1_000));
        pricer.Price(request);
        const int calls = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < calls; i++) pricer.Price(request);
        var perCall = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)calls;
        // One ExchangeCost: seven nullable decimals and three references.
        Assert.InRange(perCall, 1, 256);
    }
}
