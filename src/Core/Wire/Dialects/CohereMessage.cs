using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// Cohere's objects: a whole answer, the events of its v2 stream, and the text and end of its v1 stream. A stream wraps
/// the same members in a delta.
/// </summary>
internal static class CohereMessage
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    /// <summary>Reader inside the object.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8) || reader.ValueTextEquals("event_type"u8))
                found |= Type(ref reader, facts);
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("response"u8))
                found |= Json.EnterObject(ref reader) ? Read(ref reader, facts) & ~EventClass.Terminal : EventClass.None;
            else if (reader.ValueTextEquals("id"u8))
                facts.ResponseId = Json.Once(ref reader, facts.ResponseId);
            else if (reader.ValueTextEquals("message"u8))
                found |= Message(ref reader, facts);
            else if (reader.ValueTextEquals("text"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("finish_reason"u8))
                FinishReasons.Read(ref reader, facts);
            else if (reader.ValueTextEquals("usage"u8) || reader.ValueTextEquals("meta"u8))
                Usage(ref reader, facts);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else
                reader.Skip();
        }

        return found;
    }

    private static EventClass Type(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return EventClass.None;
        }

        if (reader.ValueTextEquals("message-start"u8))
            facts.ToolCalls ??= 0;
        return reader.ValueTextEquals("message-end"u8) || reader.ValueTextEquals("stream-end"u8) ? EventClass.Terminal : EventClass.None;
    }

    // An object in an answer; a plain string in an error body.
    private static EventClass Message(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        facts.ToolCalls ??= 0;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
                found |= Content(ref reader, facts);
            else if (reader.ValueTextEquals("tool_plan"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
            else if (reader.ValueTextEquals("tool_calls"u8))
                found |= ToolCalls(ref reader, facts);
            else
                reader.Skip();
        }

        return found;
    }

    // A list of blocks in an answer, one block in an event.
    private static EventClass Content(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return Block(ref reader, facts);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return found;
        }

        while (Json.NextObject(ref reader))
            found |= Block(ref reader, facts);
        return found;
    }

    private static EventClass Block(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("thinking"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
            else
                reader.Skip();
        }

        return found;
    }

    // A list in an answer, one call in an event; a later piece of a call has no name.
    private static EventClass ToolCalls(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
            return ToolCall(ref reader, facts);
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return found;
        }

        while (Json.NextObject(ref reader))
            found |= ToolCall(ref reader, facts);
        return found;
    }

    private static EventClass ToolCall(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("function"u8))
            {
                reader.Skip();
                continue;
            }

            if (!Json.EnterObject(ref reader))
                continue;
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("name"u8))
                {
                    if (!Json.Text(ref reader, facts.Text, TextKind.ToolName))
                        continue;
                    facts.ToolCalls++;
                    found = Visible;
                }
                else if (reader.ValueTextEquals("arguments"u8))
                    found |= Json.Text(ref reader, facts.Text, TextKind.ToolArguments) ? Visible : EventClass.None;
                else
                    reader.Skip();
            }
        }

        return found;
    }

    private static void Usage(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        ref var usage = ref facts.Usage;
        long? input = null;
        long? output = null;
        var billed = false;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("billed_units"u8))
            {
                billed = true;
                Pair(ref reader, ref usage.InputTotal, ref usage.OutputTotal);
            }
            else if (reader.ValueTextEquals("tokens"u8))
                Pair(ref reader, ref input, ref output);
            else if (reader.ValueTextEquals("cached_tokens"u8))
                Json.Count(ref reader, ref usage.CacheRead);
            else
                reader.Skip();
        }

        if (!billed)
        {
            usage.InputTotal = input ?? usage.InputTotal;
            usage.OutputTotal = output ?? usage.OutputTotal;
        }

        facts.HasUsage |= usage.InputTotal is not null || usage.OutputTotal is not null;
    }

    private static void Pair(ref Utf8JsonReader reader, ref long? input, ref long? output)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("input_tokens"u8))
                Json.Count(ref reader, ref input);
            else if (reader.ValueTextEquals("output_tokens"u8))
                Json.Count(ref reader, ref output);
            else
                reader.Skip();
        }
    }
}
