using System.Text.Json;

namespace LlmSentinel.Functional.Parity;

/// <summary>Tokens as the provider's own documentation reads them, all prompt tokens in <paramref name="Input"/>.</summary>
internal readonly record struct SeenUsage(long Input, long CacheRead, long CacheWrite, long Output)
{
    public static SeenUsage OfChat(JsonElement usage) => new(
        Number(usage, "prompt_tokens"), Number(Member(usage, "prompt_tokens_details"), "cached_tokens"), 0, Number(usage, "completion_tokens"));

    public static SeenUsage OfMessages(JsonElement start, JsonElement end)
    {
        var (read, written) = (Number(start, "cache_read_input_tokens"), Number(start, "cache_creation_input_tokens"));
        return new(Number(start, "input_tokens") + read + written, read, written, Number(end, "output_tokens"));
    }

    public static SeenUsage OfGemini(JsonElement usage) => new(
        Number(usage, "promptTokenCount"), Number(usage, "cachedContentTokenCount"), 0,
        Number(usage, "candidatesTokenCount") + Number(usage, "thoughtsTokenCount"));

    public static SeenUsage OfOllama(JsonElement end) => new(Number(end, "prompt_eval_count"), 0, 0, Number(end, "eval_count"));

    /// <summary>US dollars at so many dollars per million tokens.</summary>
    public decimal Cost(decimal input, decimal cacheRead, decimal cacheWrite, decimal output) =>
        (((Input - CacheRead - CacheWrite) * input) + (CacheRead * cacheRead) + (CacheWrite * cacheWrite) + (Output * output)) / 1_000_000m;

    private static JsonElement Member(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value : default;

    private static long Number(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;
}
