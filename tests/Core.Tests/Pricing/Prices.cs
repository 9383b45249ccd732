using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

/// <summary>Short ways to ask for a price.</summary>
internal static class Prices
{
    internal static readonly DateTimeOffset Autumn2026 = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    internal static readonly Dictionary<string, UpstreamOptions> NoUpstreams = [];

    internal static Pricer BuiltIn => new(PriceCatalogue.BuiltIn, NoUpstreams);

    internal static TokenUsage Tokens(long? input, long? output) =>
        new() { InputTotal = input, OutputTotal = output, Source = UsageSource.Reported };

    internal static PriceRequest Ask(string provider, string? model, TokenUsage usage) => new()
    {
        Upstream = "up",
        Provider = provider,
        RequestModel = model,
        ResponseModel = model,
        Usage = usage,
        At = Autumn2026,
    };

    internal static string? Match(string provider, string? request, string? response, PriceCatalogue? catalogue = null) =>
        (catalogue ?? PriceCatalogue.BuiltIn).Find("up", provider, request, response, new Dictionary<string, string>())?.Id;

    /// <summary>A catalogue of one file over the built-in list.</summary>
    internal static PriceCatalogueResult Load(string json, Dictionary<string, PriceOverrideOptions>? overrides = null, params string[] upstreams)
    {
        var directory = Directory.CreateTempSubdirectory("prices");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "own.json"), json);
            return PriceCatalogueLoader.Load(new PricingOptions { Files = ["own.json"], Overrides = overrides ?? [] }, upstreams, directory.FullName);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    internal static PriceCatalogue Overrides(Dictionary<string, PriceOverrideOptions> overrides, params string[] upstreams)
    {
        var result = PriceCatalogueLoader.Load(new PricingOptions { Overrides = overrides }, upstreams, ".");
        Assert.Empty(result.Errors);
        return result.Catalogue;
    }
}
