using System.Text.Json;

namespace LlmSentinel.Core.Sampling;

/// <summary>What one object of a prompt, a message or a part of one, turns out to be once all its members are read.</summary>
internal struct PromptPart
{
    private const int LongestRole = 32;

    /// <summary>The role it names; null when it names none.</summary>
    public string? Role { get; private set; }

    /// <summary>The name it bears: a tool's, where there are arguments as well.</summary>
    public string? Name { get; set; }

    /// <summary>Arguments of a tool call, as JSON.</summary>
    public string? Arguments { get; set; }

    /// <summary>A medium that is no text: image, audio, video, file.</summary>
    public string? Medium { get; set; }

    public void SetRole(in Utf8JsonReader value)
    {
        if (value.TokenType == JsonTokenType.String && value.GetString() is { Length: > 0 and <= LongestRole } role)
            Role = role.ToLowerInvariant();
    }

    /// <summary>Takes what the member <c>type</c> says: a medium, or whose item it is.</summary>
    public void SetType(in Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.String || value.GetString() is not { } type)
            return;
        Medium ??= type switch
        {
            "image" or "image_url" or "input_image" => "image",
            "audio" or "input_audio" => "audio",
            "file" or "input_file" or "document" => "file",
            _ => null,
        };
        Role ??= type.EndsWith("_call_output", StringComparison.Ordinal) ? "tool"
            : type.EndsWith("_call", StringComparison.Ordinal) || type == "reasoning" ? "assistant" : null;
    }
}
