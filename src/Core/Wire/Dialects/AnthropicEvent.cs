using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>One event of an Anthropic stream, told by the <c>type</c> in its data: the SSE name may be missing.</summary>
internal static class AnthropicEvent
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    /// <summary>Reader inside the event's object.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        ReadOnlySpan<byte> type = default;
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("delta"u8))
                found |= Delta(ref reader, facts);
            else if (reader.ValueTextEquals("content_block"u8))
                found |= AnthropicMessage.Block(ref reader, facts, streamed: true);
            else if (reader.ValueTextEquals("message"u8))
            {
                if (Json.EnterObject(ref reader))
                    AnthropicMessage.Read(ref reader, facts, streamed: true);
            }
            else if (reader.ValueTextEquals("usage"u8))
                AnthropicUsage.Read(ref reader, facts, atStart: false);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else
                reader.Skip();
        }

        if (type.SequenceEqual("message_stop"u8))
            found |= EventClass.Terminal;
        return found;
    }

    private static EventClass Delta(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("partial_json"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.ToolArguments) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("thinking"u8))
                found |= AnthropicMessage.Thinking(ref reader, facts);
            else if (reader.ValueTextEquals("stop_reason"u8))
                FinishReasons.Read(ref reader, facts);
            else
                reader.Skip();
        }

        return found;
    }
}
