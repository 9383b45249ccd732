using System.Text.Json;

namespace LlmSentinel.Simulator.Anthropic;

/// <summary>The usage object; its input count leaves cached tokens out.</summary>
internal static class AnthropicUsage
{
    public static void Write(Utf8JsonWriter w, SimUsage usage, long output)
    {
        w.WriteStartObject("usage");
        w.WriteNumber("input_tokens", Uncached(usage));
        w.WriteNumber("cache_creation_input_tokens", usage.CacheWrite5m + usage.CacheWrite1h);
        w.WriteNumber("cache_read_input_tokens", usage.CacheRead);
        w.WriteStartObject("cache_creation");
        w.WriteNumber("ephemeral_5m_input_tokens", usage.CacheWrite5m);
        w.WriteNumber("ephemeral_1h_input_tokens", usage.CacheWrite1h);
        w.WriteEndObject();
        w.WriteNumber("output_tokens", output);
        w.WriteString("service_tier", "standard");
        w.WriteEndObject();
    }

    public static void WriteFinal(Utf8JsonWriter w, SimUsage usage)
    {
        w.WriteStartObject("usage");
        w.WriteNumber("input_tokens", Uncached(usage));
        w.WriteNumber("cache_creation_input_tokens", usage.CacheWrite5m + usage.CacheWrite1h);
        w.WriteNumber("cache_read_input_tokens", usage.CacheRead);
        w.WriteNumber("output_tokens", usage.Output);
        w.WriteEndObject();
    }

    private static long Uncached(SimUsage usage) => usage.Input - usage.CacheRead - usage.CacheWrite5m - usage.CacheWrite1h;
}
