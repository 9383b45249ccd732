using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmSentinel.Simulator.Text;

/// <summary>The text of a message, for known questions and topics.</summary>
internal static class Question
{
    // Longer messages are counted but not looked into: a large prompt costs no copy.
    private const int MaxBytes = 8 * 1024;

    public static string Of(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return JsonMarshal.GetRawUtf8Value(content).Length <= MaxBytes ? content.GetString()! : "";
            case JsonValueKind.Array:
                var text = "";
                foreach (var part in content.EnumerateArray())
                    if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var t)) text = Of(t);
                return text;
            default:
                return "";
        }
    }
}
