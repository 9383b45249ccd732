using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Core.Tests.Upstreams;

public sealed class ResolvedUpstreamTests
{
    [Theory]
    [InlineData("openai", "https://api.openai.com", "openai", true)]
    [InlineData("anthropic", "https://api.anthropic.com", "anthropic", false)]
    [InlineData("gemini", "https://generativelanguage.googleapis.com", "gcp.gemini", false)]
    [InlineData("ollama", "http://127.0.0.1:11434", "ollama", true)]
    [InlineData("openrouter", "https://openrouter.ai/api", "openrouter", false)]
    [InlineData("groq", "https://api.groq.com/openai", "groq", false)]
    public void Create_NamedAfterAPreset_TakesAddressProviderAndUsageFromIt(string name, string address, string provider, bool asks)
    {
        var upstream = ResolvedUpstream.Create(name, new UpstreamOptions());

        Assert.Equal(new ResolvedDestination("default", address, null, null), Assert.Single(upstream.Destinations));
        Assert.Equal(provider, upstream.Provider);
        Assert.Equal(asks, upstream.AsksUsage);
        Assert.Null(upstream.ApiKey);
    }

    [Theory]
    [InlineData("openai", "authorization", "Bearer k")]
    [InlineData("azure", "api-key", "k")]
    [InlineData("anthropic", "x-api-key", "k")]
    [InlineData("gemini", "x-goog-api-key", "k")]
    [InlineData("bedrock", "authorization", "Bearer k")]
    public void Credential_OfAPreset_GoesWhereTheProviderLooks(string preset, string header, string value)
    {
        var upstream = ResolvedUpstream.Create("mine", new UpstreamOptions { Preset = preset, Address = "https://x.test", ApiKey = "k" });

        Assert.Equal(header, upstream.Credential.Header);
        Assert.Equal(value, upstream.Credential.Format(upstream.ApiKey!));
        Assert.Contains(header, CredentialForm.KnownHeaders);
    }

    [Theory]
    [InlineData("openai", UsageMode.Observe, false)]
    [InlineData("openai-compatible", UsageMode.Auto, false)]
    [InlineData("openai-compatible", UsageMode.Ask, true)]
    [InlineData("azure", UsageMode.Auto, false)]
    [InlineData("mistral", UsageMode.Auto, false)]
    [InlineData("deepseek", UsageMode.Auto, false)]
    [InlineData("xai", UsageMode.Auto, false)]
    [InlineData("openrouter", UsageMode.Auto, false)]
    [InlineData("vllm", UsageMode.Auto, true)]
    public void AsksUsage_FollowsModeThenPreset(string preset, UsageMode mode, bool asks) =>
        Assert.Equal(asks, ResolvedUpstream.Create("mine", new UpstreamOptions { Preset = preset, Address = "http://x.test", Usage = mode }).AsksUsage);

    [Fact]
    public void Create_AzureResource_StandsForItsHost() => Assert.Equal(
        "https://contoso.openai.azure.com",
        ResolvedUpstream.Create("azure", new UpstreamOptions { Resource = "contoso" }).Destinations[0].Address);

    [Fact]
    public void Create_UnknownName_IsOpenAICompatibleAndNeedsAnAddress()
    {
        Assert.Equal("openai-compatible", ResolvedUpstream.Create("lmstudio", new UpstreamOptions { Address = "http://127.0.0.1:1234/" }).Preset.Name);
        Assert.Throws<ArgumentException>(() => ResolvedUpstream.Create("lmstudio", new UpstreamOptions()));
    }

    [Fact]
    public void Create_Destinations_KeepNamesAndLoseTrailingSlashes()
    {
        var upstream = ResolvedUpstream.Create("pool", new UpstreamOptions
        {
            Destinations =
            {
                ["a"] = new() { Address = "http://a.test/base/", Health = "http://a.test:81/" },
                ["b"] = new() { Address = "http://b.test", Host = "model.internal" },
            },
        });

        Assert.Equal(
            [new("a", "http://a.test/base", "http://a.test:81", null), new("b", "http://b.test", null, "model.internal")],
            upstream.Destinations);
    }

    [Fact]
    public void CreateAll_NoUpstreamsConfigured_MakesTheDefaultOnes() => Assert.Equal(
        ["openai", "anthropic", "gemini", "ollama", "openrouter"],
        ResolvedUpstream.CreateAll(new SentinelOptions()).Select(upstream => upstream.Name));

    [Fact]
    public void ToString_WithAKey_DoesNotShowIt() =>
        Assert.DoesNotContain("sk-canary", ResolvedUpstream.Create("openai", new UpstreamOptions { ApiKey = "sk-canary" }).ToString(), StringComparison.Ordinal);

    [Fact]
    public void Local_PresetOrLocalCost_MakesItLocal()
    {
        Assert.True(ResolvedUpstream.Create("ollama", new UpstreamOptions()).Local);
        Assert.True(ResolvedUpstream.Create("lan", new UpstreamOptions { Address = "http://x.test", LocalCost = new() }).Local);
        Assert.False(ResolvedUpstream.Create("openai", new UpstreamOptions()).Local);
    }
}
