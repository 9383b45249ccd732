using System.IO.Hashing;
using System.Text.Json;

namespace LlmSentinel.Core.Pricing;

/// <summary>Reads a price file of either format. A file with an error gives its errors and no list.</summary>
internal static class PriceListReader
{
    private const int MaxDepth = 16;
    private const string Formats = "the format of prices.json (docs/pricing.md) or LiteLLM's model_prices_and_context_window.json";

    internal static (PriceList? List, IReadOnlyList<PriceListError> Errors) Read(string file, ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        try
        {
            var options = new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
                MaxDepth = MaxDepth,
            };
            using var document = JsonDocument.Parse(utf8, options);
            return Read(file, document.RootElement, utf8.Span);
        }
        catch (JsonException e)
        {
            var line = e.LineNumber is { } number ? $"line {number + 1}" : "";
            return (null, [new PriceListError(file, line, "not JSON", Formats)]);
        }
    }

    private static (PriceList? List, IReadOnlyList<PriceListError> Errors) Read(string file, JsonElement root, ReadOnlySpan<byte> utf8)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return (null, [new PriceListError(file, "", "not a JSON object", Formats)]);
        var json = new JsonPrices(file);
        var list = root.TryGetProperty("models", out var models) && models.ValueKind == JsonValueKind.Array
            ? new SentinelPriceFormat(json).Read(root)
            : LiteLlmPriceFormat.Read(json, root, $"litellm-{XxHash3.HashToUInt64(utf8):x16}");
        if (json.Errors.Count == 0 && list is null or { Rows.Count: 0 })
            json.Error("", "no prices in it", Formats);
        return json.Errors.Count == 0 ? (list, []) : (null, json.Errors);
    }
}
