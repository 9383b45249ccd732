using System.Text.Json;

namespace LlmSentinel.Simulator.Gemini;

/// <summary>usageMetadata; in a stream it says how much there is so far. Counts that are zero are left out, as the service does.</summary>
internal static class GeminiUsage
{
    public static void Write(Utf8JsonWriter w, SimUsage usage, long candidates, long thoughts)
    {
        w.WriteStartObject("usageMetadata");
        w.WriteNumber("promptTokenCount", usage.Input);
        if (candidates > 0) w.WriteNumber("candidatesTokenCount", candidates);
        w.WriteNumber("totalTokenCount", usage.Input + candidates + thoughts);
        if (usage.CacheRead > 0) w.WriteNumber("cachedContentTokenCount", usage.CacheRead);
        w.WriteStartArray("promptTokensDetails");
        w.WriteStartObject();
        w.WriteString("modality", "TEXT");
        w.WriteNumber("tokenCount", usage.Input);
        w.WriteEndObject();
        w.WriteEndArray();
        if (thoughts > 0) w.WriteNumber("thoughtsTokenCount", thoughts);
        w.WriteEndObject();
    }
}
