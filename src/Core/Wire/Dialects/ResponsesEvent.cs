using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>One event of a Responses stream, told by the <c>type</c> in its data.</summary>
internal static class ResponsesEvent
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    /// <summary>Reader inside the event's object.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        ReadOnlySpan<byte> type = default;
        ReadOnlySpan<byte> delta = default;
        // What an item means depends on the type, which may come later: it is read from a second reader.
        var item = reader;
        var hasItem = false;
        long? position = null;
        var flat = new ErrorFields();
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                type = Span(ref reader);
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("partial_image_b64"u8))
                delta = Span(ref reader);
            else if (reader.ValueTextEquals("item"u8))
            {
                item = reader;
                hasItem = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("output_index"u8))
                Json.Count(ref reader, ref position);
            else if (reader.ValueTextEquals("logprobs"u8))
                Logprobs(ref reader, facts, type);
            else if (reader.ValueTextEquals("response"u8))
            {
                if (Json.EnterObject(ref reader))
                    found |= ResponsesObject.Read(ref reader, facts, streamed: true);
            }
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else if (!flat.TryRead(ref reader))
                reader.Skip();
        }

        if (type.SequenceEqual("response.output_item.added"u8) || type.SequenceEqual("response.output_item.done"u8))
        {
            if (hasItem && Json.EnterObject(ref item))
                ResponsesObject.StreamedItem(ref item, facts, position, added: type.EndsWith("added"u8));
            return found;
        }

        if (type.SequenceEqual("error"u8))
        {
            // Two shapes: flat as documented, and wrapped as sent.
            if ((found & EventClass.Error) == 0)
                flat.Apply(facts);
            return EventClass.Error | EventClass.Terminal;
        }

        if (type.EndsWith(".delta"u8) || type.EndsWith(".partial_image"u8))
            return found | Delta(type, delta, facts);
        return IsTerminal(type) ? found | EventClass.Terminal : found;
    }

    private static EventClass Delta(ReadOnlySpan<byte> type, ReadOnlySpan<byte> delta, ResponseFacts facts)
    {
        if (delta.IsEmpty)
            return EventClass.None;
        var reasoning = type.IndexOf("reasoning"u8) >= 0;
        var media = type.SequenceEqual("response.audio.delta"u8) || type.EndsWith(".partial_image"u8);
        if (!media)
            facts.Text.AppendEscaped(delta, reasoning ? TextKind.Reasoning : IsToolInput(type) ? TextKind.ToolArguments : TextKind.Answer);
        if (type.SequenceEqual("response.refusal.delta"u8))
            facts.State.Refused = true;
        return reasoning ? EventClass.Output : Visible;
    }

    // response.function_call_arguments.delta, custom_tool_call_input, mcp_call_arguments, code_interpreter_call_code.
    private static bool IsToolInput(ReadOnlySpan<byte> type) => type.IndexOf("_call_"u8) >= 0;

    private static bool IsTerminal(ReadOnlySpan<byte> type) =>
        type.SequenceEqual("response.completed"u8) || type.SequenceEqual("response.incomplete"u8)
        || type.SequenceEqual("response.failed"u8) || type.SequenceEqual("response.cancelled"u8);

    // The events that end a text repeat the logprobs of its deltas.
    private static void Logprobs(ref Utf8JsonReader reader, ResponseFacts facts, ReadOnlySpan<byte> type)
    {
        var count = Json.Elements(ref reader);
        if (count > 0 && type.EndsWith(".delta"u8))
            facts.LogprobTokens = (facts.LogprobTokens ?? 0) + count;
    }

    private static ReadOnlySpan<byte> Span(scoped ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueSpan;
        reader.Skip();
        return default;
    }
}
