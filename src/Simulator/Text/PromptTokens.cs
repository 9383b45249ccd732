using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmSentinel.Simulator.Text;

/// <summary>
/// Counts a prompt: every text by <see cref="SimTokens"/>, 85 tokens for each part that is no text (image, audio, file), and the JSON
/// of tool definitions and of tool calls as it stands. Roles and separators cost nothing.
/// </summary>
internal static class PromptTokens
{
    public const int Media = 85;

    /// <summary>A content value: a string, a part, or a list of them.</summary>
    public static int Content(JsonElement content)
    {
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                return String(content);
            case JsonValueKind.Array:
                var sum = 0;
                foreach (var part in content.EnumerateArray()) sum += Content(part);
                return sum;
            case JsonValueKind.Object:
                if (content.TryGetProperty("text", out var text)) return Content(text);
                if (content.TryGetProperty("content", out var inner)) return Content(inner);
                if (content.TryGetProperty("thinking", out var thinking)) return Content(thinking);
                foreach (var name in (ReadOnlySpan<string>)["input", "functionCall", "functionResponse", "refusal"])
                    if (content.TryGetProperty(name, out var value)) return value.ValueKind == JsonValueKind.String ? String(value) : Raw(value);
                return Media;
            default:
                return 0;
        }
    }

    /// <summary>The JSON of a value as it stands in the request.</summary>
    public static int Raw(JsonElement value) => SimTokens.Count(JsonMarshal.GetRawUtf8Value(value));

    private static int String(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return SimTokens.TryCountEscaped(raw[1..^1], out var count) ? count : SimTokens.Count(value.GetString());
    }
}
