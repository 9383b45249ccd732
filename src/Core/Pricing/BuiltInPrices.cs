namespace LlmSentinel.Core.Pricing;

/// <summary>The list that comes with the program: <c>config/prices.json</c>, embedded.</summary>
internal static class BuiltInPrices
{
    internal const string Resource = "LlmSentinel.Core.prices.json";

    internal static PriceList Load()
    {
        using var stream = typeof(BuiltInPrices).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing from the build.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var (list, errors) = PriceListReader.Read("prices.json", bytes);
        return list ?? throw new InvalidOperationException($"The built-in price list is broken: {errors[0]}");
    }
}
