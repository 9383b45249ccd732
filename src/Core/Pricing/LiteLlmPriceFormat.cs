using System.Text.Json;

namespace LlmSentinel.Core.Pricing;

/// <summary>
/// LiteLLM's catalogue: a map from model key to a row with prices per token. Only rows of text and embedding models with a
/// provider and an input price are taken; keys that say nothing about prices are ignored.
/// </summary>
internal static class LiteLlmPriceFormat
{
    private const string SampleRow = "sample_spec";

    internal static PriceList Read(JsonPrices json, JsonElement root, string version)
    {
        var list = new PriceList(json.File, version);
        List<PriceRow> bare = [];
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == SampleRow || property.Value.ValueKind != JsonValueKind.Object) continue;
            if (!property.Value.TryGetProperty("litellm_provider", out var named) || named.ValueKind != JsonValueKind.String) continue;
            if (Kind(property.Value) is not { } kind) continue;

            var provider = PriceProviders.Canonical(named.GetString()!);
            var model = WithoutProvider(property.Name, provider);
            if (new LiteLlmPriceRow(json, property.Name, provider).Read(property.Value, model, kind, version) is not { } row) continue;

            // The key with its provider is the more exact one of two that mean the same model.
            if (model.Length == property.Name.Length) bare.Add(row);
            else list.TryAdd(row, out _);
        }

        foreach (var row in bare) list.TryAdd(row, out _);
        return list;
    }

    private static PricedKind? Kind(JsonElement row)
    {
        if (!row.TryGetProperty("mode", out var mode)) return PricedKind.Chat;
        return (mode.ValueKind == JsonValueKind.String ? mode.GetString() : null) switch
        {
            "chat" or "completion" or "responses" or "realtime" => PricedKind.Chat,
            "embedding" => PricedKind.Embedding,
            _ => null,
        };
    }

    private static string WithoutProvider(string key, string provider)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < key.Length - 1 && PriceProviders.Canonical(key[..slash]) == provider ? key[(slash + 1)..] : key;
    }
}
