using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Collects tool arguments that come as a JSON value (Gemini, Ollama, Anthropic bodies) as text, the way the model wrote them.</summary>
internal static class ArgumentText
{
    private const TextKind Kind = TextKind.ToolArguments;

    /// <summary>Reader on a member's name; its value is collected and passed.</summary>
    public static void Append(ref Utf8JsonReader reader, OutputText text)
    {
        reader.Read();
        if (!text.Wanted)
        {
            reader.Skip();
            return;
        }

        var depth = reader.CurrentDepth;
        var comma = false;
        do
        {
            var closing = reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray;
            if (comma && !closing)
                text.AppendEscaped(","u8, Kind);
            comma = reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName);
            AppendToken(ref reader, text);
            if (reader.CurrentDepth == depth && reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                return;
        }
        while (reader.Read());
    }

    private static void AppendToken(ref Utf8JsonReader reader, OutputText text)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                Quoted(ref reader, text);
                text.AppendEscaped(":"u8, Kind);
                break;
            case JsonTokenType.String:
                Quoted(ref reader, text);
                break;
            default:
                Value(ref reader, text);
                break;
        }
    }

    private static void Quoted(ref Utf8JsonReader reader, OutputText text)
    {
        text.AppendEscaped("\\\""u8, Kind);
        Value(ref reader, text);
        text.AppendEscaped("\\\""u8, Kind);
    }

    private static void Value(ref Utf8JsonReader reader, OutputText text)
    {
        if (reader.HasValueSequence)
            text.AppendEscaped(reader.ValueSequence, Kind);
        else
            text.AppendEscaped(reader.ValueSpan, Kind);
    }
}
