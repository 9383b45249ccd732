using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <summary>Where in a body a JSON value stands.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Length">Its bytes, quotes included; 0 when there is none.</param>
internal readonly record struct JsonPlace(int Start, int Length);

/// <summary>What one object of a prompt, a message or a part of one, turns out to be once all its members are read.</summary>
internal struct PromptPart
{
    private const int LongestRole = 32;

    /// <summary>The role it names; null when it names none.</summary>
    public string? Role { get; private set; }

    /// <summary>The name it bears: a tool's, where there are arguments as well.</summary>
    public JsonPlace Name { get; set; }

    /// <summary>Arguments of a tool call: JSON, or a string that holds it.</summary>
    public JsonPlace Arguments { get; set; }

    /// <summary>A medium that is no text: image, audio, video, file.</summary>
    public string? Medium { get; set; }

    public void SetRole(in Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String)
            Role = UsualRole(value) ?? OtherRole(value) ?? Role;
    }

    /// <summary>Takes what the member <c>type</c> says: a medium, or whose item it is.</summary>
    public void SetType(in Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.String)
            return;
        Medium ??= MediumOf(value);
        Role ??= value.ValueSpan.EndsWith("_call_output"u8) ? "tool"
            : value.ValueSpan.EndsWith("_call"u8) || value.ValueTextEquals("reasoning"u8) ? "assistant" : null;
    }

    private static string? UsualRole(in Utf8JsonReader value) =>
        value.ValueTextEquals("user"u8) ? "user"
        : value.ValueTextEquals("assistant"u8) ? "assistant"
        : value.ValueTextEquals("system"u8) ? "system"
        : value.ValueTextEquals("tool"u8) ? "tool"
        : value.ValueTextEquals("model"u8) ? "model"
        : value.ValueTextEquals("developer"u8) ? "developer" : null;

    private static string? OtherRole(in Utf8JsonReader value) =>
        value.GetString() is { Length: > 0 and <= LongestRole } role ? role.ToLowerInvariant() : null;

    private static string? MediumOf(in Utf8JsonReader value)
    {
        if (value.ValueTextEquals("image"u8) || value.ValueTextEquals("image_url"u8) || value.ValueTextEquals("input_image"u8))
            return "image";
        if (value.ValueTextEquals("audio"u8) || value.ValueTextEquals("input_audio"u8))
            return "audio";
        return value.ValueTextEquals("file"u8) || value.ValueTextEquals("input_file"u8) || value.ValueTextEquals("document"u8) ? "file" : null;
    }
}
