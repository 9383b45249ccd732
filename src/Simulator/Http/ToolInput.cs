using System.Text.Json;

namespace LlmSentinel.Simulator.Http;

/// <summary>Tool arguments in dialects that carry them as an object: broken ones, which could not be sent, become an empty one.</summary>
internal static class ToolInput
{
    public static void Write(Utf8JsonWriter w, string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(arguments);
            document.WriteTo(w);
        }
        catch (JsonException)
        {
            w.WriteStartObject();
            w.WriteEndObject();
        }
    }
}
