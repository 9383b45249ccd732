using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

public class PriceFileTests
{
    private const string LiteLlm = """
        {
          "sample_spec": { "litellm_provider": "one of the providers", "input_cost_per_token": "free text", "mode": "chat" },
          "fallback_generalizations": { "rules": [{ "pattern": "^x" }] },
          "my-model": {
            "litellm_provider": "openai", "mode": "chat", "max_tokens": 8192, "source": "https://example.com/prices",
            "input_cost_per_token": 2e-06, "output_cost_per_token": "0.000008", "cache_read_input_token_cost": 5E-7,
            "cache_creation_input_token_cost": 2.5e-06, "cache_creation_input_token_cost_above_1hr": 4e-06,
            "input_cost_per_token_above_200k_tokens": 4e-06, "output_cost_per_token_above_200k_tokens": 1.2e-05,
            "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 8e-06,
            "input_cost_per_token_priority": 3.5e-06, "output_cost_per_token_flex": 4e-06, "input_cost_per_token_batches": 1e-06,
            "output_cost_per_reasoning_token": 9e-06, "input_cost_per_audio_token": 1e-05,
            "input_cost_per_token_above_200k_tokens_priority": 7e-06,
            "search_context_cost_per_query": { "search_context_size_low": 0.01, "search_context_size_medium": 0.01, "search_context_size_high": 0.01 },
            "provider_specific_entry": { "us": 1.1, "fast": 2.0 }, "supports_vision": true
          },
          "deepseek-old": { "litellm_provider": "deepseek", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 2e-06,
            "input_cost_per_token_cache_hit": 1e-07 },
          "dashscope/qwen-tiered": { "litellm_provider": "dashscope", "mode": "chat", "tiered_pricing": [
            { "range": [0, 32000.0], "input_cost_per_token": 1e-06, "output_cost_per_token": 5e-06 },
            { "range": [32000.0, 128000.0], "input_cost_per_token": 2e-06, "output_cost_per_token": 9e-06 } ] },
          "night-model": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 2e-06, "output_cost_per_token": 2e-06,
            "off_peak_pricing": { "hours_utc": "16:30-00:30", "input_cost_per_token": 1e-06 } },
          "gemini/gemini-test": { "litellm_provider": "gemini", "mode": "chat", "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
          "gemini-test": { "litellm_provider": "vertex_ai-language-models", "mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 3e-06 },
          "azure/gpt-test": { "litellm_provider": "azure", "mode": "chat", "input_cost_per_token": 5e-06, "output_cost_per_token": 5e-06 },
          "together_ai/BAAI/bge": { "litellm_provider": "together_ai", "mode": "embedding", "input_cost_per_token": 1e-08, "output_cost_per_token": 0.0 },
          "together_ai/baai/bge": { "litellm_provider": "together_ai", "mode": "embedding", "input_cost_per_token": 2e-08, "output_cost_per_token": 0.0 },
          "us.anthropic.claude-test-20260101-v1:0": { "litellm_provider": "bedrock_converse", "mode": "chat", "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05 },
          "unpriced": { "litellm_provider": "openai", "mode": "chat", "max_tokens": 10 },
          "painter": { "litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": 1e-06, "output_cost_per_image": 0.04 }
        }
        """;

    [Theory]
    [InlineData("openai", "my-model", 1_000, null, 0.002, 0.008)]
    [InlineData("openai", "my-model", 200_000, null, 0.4, 0.008)]
    [InlineData("openai", "my-model", 200_001, null, 0.800004, 0.012)]
    [InlineData("openai", "my-model", 1_000, "priority", 0.0035, 0.008)]
    [InlineData("openai", "my-model", 300_000, "priority", 2.1, 0.008)]
    [InlineData("openai", "my-model", 1_000, "flex", 0.002, 0.004)]
    [InlineData("openai", "my-model", 1_000, "batch", 0.001, 0.008)]
    [InlineData("dashscope", "qwen-tiered", 32_000, null, 0.032, 0.005)]
    [InlineData("dashscope", "qwen-tiered", 32_001, null, 0.064002, 0.009)]
    [InlineData("dashscope", "qwen-tiered", 900_000, null, 1.8, 0.009)]
    [InlineData("gcp.gemini", "gemini-test", 1_000, null, 0.001, 0.001)]
    [InlineData("gcp.vertex_ai", "gemini-test", 1_000, null, 0.003, 0.003)]
    [InlineData("azure.ai.openai", "gpt-test", 1_000, null, 0.005, 0.005)]
    [InlineData("aws.bedrock", "us.anthropic.claude-test-20260101-v1:0", 1_000, null, 0.003, 0.015)]
    public void LiteLlm_Row_PricesAsItSays(string provider, string model, long input, string? tier, double inputCost, double outputCost)
    {
        var request = Prices.Ask(provider, model, Prices.Tokens(input, 1_000)) with { ServiceTier = tier };
        var cost = Pricer(LiteLlm).Price(request);
        Assert.Equal((decimal)inputCost, cost.Input);
        Assert.Equal((decimal)outputCost, cost.Output);
    }

    [Fact]
    public void LiteLlm_CacheAndFactors_AreTaken()
    {
        var usage = Prices.Tokens(3_000, 0) with { CacheRead = 1_000, CacheWrite5m = 1_000, CacheWrite1h = 1_000, WebSearches = 1 };
        var cost = Pricer(LiteLlm).Price(Prices.Ask("openai", "my-model", usage) with { InferenceGeo = "us", Speed = "fast" });
        Assert.Equal(0.0011m, cost.CacheRead);
        Assert.Equal(0.0143m, cost.CacheWrite);
        Assert.Equal(0.01m, cost.Tools);
        Assert.StartsWith("litellm-", cost.PriceVersion, StringComparison.Ordinal);
    }

    [Fact]
    public void LiteLlm_CacheHitUnderItsOlderName_IsTaken()
    {
        var usage = Prices.Tokens(1_000, 0) with { CacheRead = 1_000 };
        Assert.Equal(0.0001m, Pricer(LiteLlm).Price(Prices.Ask("deepseek", "deepseek-old", usage)).Total);
    }

    [Fact]
    public void LiteLlm_OffPeakHours_AreTaken()
    {
        var noon = Prices.Ask("openai", "night-model", Prices.Tokens(1_000, 0));
        Assert.Equal(0.002m, Pricer(LiteLlm).Price(noon).Total);
        Assert.Equal(0.001m, Pricer(LiteLlm).Price(noon with { At = noon.At.AddHours(10) }).Total);
    }

    [Fact]
    public void LiteLlm_KeysThatDifferByCase_AreDifferentModels()
    {
        Assert.Equal(0.01m, Pricer(LiteLlm).Price(Prices.Ask("together_ai", "BAAI/bge", Prices.Tokens(1_000_000, 0))).Total);
        Assert.Equal(0.02m, Pricer(LiteLlm).Price(Prices.Ask("together_ai", "baai/bge", Prices.Tokens(1_000_000, 0))).Total);
    }

    [Theory]
    [InlineData("openai", "unpriced")]
    [InlineData("openai", "painter")]
    [InlineData("openai", "sample_spec")]
    public void LiteLlm_RowsThatPriceNoTokens_AreLeftOut(string provider, string model) =>
        Assert.Null(Pricer(LiteLlm).Price(Prices.Ask(provider, model, Prices.Tokens(10, 10))).Total);

    [Theory]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": -1, "output": 2 }] }""", "models[0].input", "0 to 1000000")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": "cheap", "output": 2 }] }""", "models[0].input", "a number")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1 }] }""", "models[0].output", "embedding")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "inptu": 1, "output": 2 }] }""", "models[0].inptu", "cacheRead")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "model": "m", "input": 1, "output": 2 }] }""", "models[0].provider", "openai")]
    [InlineData("""{ "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2 }] }""", "version", "2026-08-21")]
    [InlineData("""{ "version": "2027-01-01", "models": [3] }""", "models[0]", "provider")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2, "kind": "video" }] }""", "models[0].kind", "chat, embedding")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2, "tiers": { "gold": {} } }] }""", "models[0].tiers.gold", "priority")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2, "long": [{ "input": 2 }] }] }""", "models[0].long[0]", "above")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2, "date": "yesterday" }] }""", "models[0].date", "2026-08-21")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2, "offPeak": [{ "from": "25:00", "to": "01:00" }] }] }""", "models[0].offPeak[0].from", "16:30")]
    [InlineData("""{ "version": "2027-01-01", "models": [{ "provider": "openai", "model": "m", "input": 1, "output": 2 }, { "provider": "openai", "model": "n", "aliases": ["m"], "input": 1, "output": 2 }] }""", "models[1]", "one row")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": -1e-06 } }""", "m.input_cost_per_token", "0 to 1")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "mode": "chat", "input_cost_per_token": 1, "output_cost_per_token": 2 } }""", "m.output_cost_per_token", "0 to 1")]
    [InlineData("""{ "m": { "litellm_provider": "openai", "mode": "chat", "tiered_pricing": [{ "input_cost_per_token": 1e-06 }] } }""", "m.tiered_pricing[0]", "range")]
    [InlineData("""{ "hello": "world" }""", "", "prices.json")]
    [InlineData("[]", "", "prices.json")]
    [InlineData("", "", "prices.json")]
    [InlineData("{\n\"version\": ", "line 2", "prices.json")]
    public void Load_BadFile_NamesFileKeyAndWhatIsAllowed_AndLoadsNothingOfIt(string json, string key, string allowed)
    {
        var result = Prices.Load(json);
        var error = Assert.Single(result.Errors);
        Assert.Equal("own.json", error.File);
        if (key.Length > 0) Assert.Equal(key, error.Key);
        Assert.Contains(allowed, error.Allowed, StringComparison.Ordinal);
        Assert.Null(Prices.Match("openai", null, "m", result.Catalogue));
        Assert.Equal("openai/gpt-4o", Prices.Match("openai", null, "gpt-4o", result.Catalogue));
    }

    [Fact]
    public void Load_SeveralErrors_ReportsAllAtOnce()
    {
        var result = Prices.Load("""
            { "version": "2027-01-01", "models": [{ "provider": "openai", "model": "a", "input": -1, "output": "x" }, { "model": "b", "output": 1 }] }
            """);
        Assert.Equal(
            ["models[0].input", "models[0].output", "models[1].input", "models[1].provider"],
            result.Errors.Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Load_NoSuchFile_IsAnError()
    {
        var result = PriceCatalogueLoader.Load(new PricingOptions { Files = ["nowhere/prices.json"] }, [], Path.GetTempPath());
        Assert.Equal("nowhere/prices.json: no such file; allowed: the path of a readable JSON file of at most 64 MB", Assert.Single(result.Errors).ToString());
    }

    [Fact]
    public void Load_OwnFormat_WinsOverTheBuiltInListAndReadsEveryKey()
    {
        var result = Prices.Load("""
            { // a comment
              "version": "2027-01-01",
              "models": [
                { "provider": "openai", "model": "gpt-4o", "aliases": ["house-model"], "input": 1, "output": 2, "cacheRead": 0.5, "request": 0.001,
                  "long": [{ "from": 10000, "input": 3 }],
                  "tiers": { "flex": { "factor": 0.5 }, "priority": { "output": 4 } },
                  "changes": [{ "from": "2030-01-01", "input": 7, "output": 8 }],
                  "source": "contract", "date": "2027-01-01" },
              ]
            }
            """);
        Assert.Empty(result.Errors);
        var pricer = new Pricer(result.Catalogue, Prices.NoUpstreams);
        decimal? Total(string model, long input, string? tier = null, int year = 2027) => pricer.Price(
            Prices.Ask("openai", model, Prices.Tokens(input, 1_000)) with { ServiceTier = tier, At = new(year, 6, 1, 0, 0, 0, TimeSpan.Zero) }).Total;

        Assert.Equal(0.004m, Total("gpt-4o-2024-11-20", 1_000));
        Assert.Equal(0.004m, Total("house-model", 1_000));
        Assert.Equal(0.033m, Total("gpt-4o", 10_000));
        Assert.Equal(0.0025m, Total("gpt-4o", 1_000, "flex"));
        Assert.Equal(0.006m, Total("gpt-4o", 1_000, "priority"));
        Assert.Equal(0.016m, Total("gpt-4o", 1_000, year: 2030));
        Assert.Equal("2027-01-01", pricer.Price(Prices.Ask("openai", "gpt-4o", Prices.Tokens(1, 1))).PriceVersion);
    }

    private static Pricer Pricer(string json)
    {
        var result = Prices.Load(json);
        Assert.Empty(result.Errors);
        return new Pricer(result.Catalogue, Prices.NoUpstreams);
    }
}
