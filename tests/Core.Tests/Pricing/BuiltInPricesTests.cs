using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

public class BuiltInPricesTests
{
    private static readonly PriceRow[] Rows = [.. PriceCatalogue.BuiltIn.Rows];

    [Fact]
    public void BuiltIn_HasEveryProvider_AndManyModels()
    {
        Assert.True(Rows.Length >= 600, $"{Rows.Length} rows");
        foreach (var provider in (string[])["openai", "anthropic", "google", "mistral", "deepseek", "xai", "groq", "cohere", "openrouter", "aws"])
            Assert.True(Rows.Count(row => row.Provider == provider) >= 5, provider);
        Assert.True(Rows.Count(row => row.Kind == PricedKind.Embedding) >= 30);
    }

    [Fact]
    public void BuiltIn_EveryRow_IsDatedSourcedAndSane()
    {
        foreach (var row in Rows)
        {
            Assert.NotNull(row.Date);
            Assert.False(string.IsNullOrWhiteSpace(row.Source), row.Id);
            var prices = row.BasePrices(Prices.Autumn2026);
            Assert.InRange(prices.Input!.Value, 0.001m, 200m);
            if (row.Kind == PricedKind.Chat) Assert.InRange(prices.Output!.Value, 0.001m, 700m);
            else Assert.Null(prices.Output);
            Assert.True(prices.CacheRead is null || prices.CacheRead <= prices.Input, $"{row.Id}: reading the cache costs more than input");
            Assert.True(prices.CacheWrite1h is null || prices.CacheWrite1h > prices.CacheWrite, $"{row.Id}: an hour costs no more than five minutes");
        }
    }

    [Fact]
    public void BuiltIn_LongPromptsAndTiers_NeverLoseAPrice()
    {
        foreach (var row in Rows)
        {
            foreach (var tier in (string?[])[null, "priority", "flex", "batch"])
            {
                var set = row.At(Prices.Autumn2026);
                var small = set.Select(1, tier, Prices.Autumn2026);
                var large = set.Select(2_000_000, tier, Prices.Autumn2026);
                Assert.True(large.Input >= small.Input || tier == "priority", row.Id);
                Assert.Equal(row.Kind == PricedKind.Chat, large.Output is not null);
            }
        }
    }

    [Fact]
    public void BuiltIn_NoTwoRowsOfAProvider_ShareAName()
    {
        var names = Rows.SelectMany(row => row.Aliases.Prepend(row.Model).Select(name => (row.Provider, name))).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
    }
}
