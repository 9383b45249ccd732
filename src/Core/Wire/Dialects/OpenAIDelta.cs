using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>The delta or message of an OpenAI choice: answer, reasoning under its three names, refusal, audio, tool calls.</summary>
internal static class OpenAIDelta
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    // Keys of calls that come without an index: told apart by id, or each one new when it has none either.
    private const long LegacyFunction = -1;
    private const long WithoutIndex = -2;

    /// <summary>Reader inside the object.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts, long choice, bool streamed)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8))
                found |= Content(ref reader, facts);
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
            else if (reader.ValueTextEquals("reasoning_details"u8))
                // Repeats what stands in "reasoning", or is encrypted: output, but no text of its own.
                found |= Json.Elements(ref reader) > 0 ? EventClass.Output : EventClass.None;
            else if (reader.ValueTextEquals("refusal"u8))
                found |= Refusal(ref reader, facts);
            else if (reader.ValueTextEquals("tool_calls"u8))
                found |= ToolCalls(ref reader, facts, choice, streamed);
            else if (reader.ValueTextEquals("function_call"u8))
                found |= FunctionCall(ref reader, facts, choice);
            else if (reader.ValueTextEquals("audio"u8))
                found |= Audio(ref reader, facts);
            else
                reader.Skip();
        }

        return found;
    }

    // A string, or Mistral's array of typed parts.
    private static EventClass Content(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return Json.TextHere(ref reader, facts.Text) ? Visible : EventClass.None;

        var found = EventClass.None;
        while (Json.NextObject(ref reader))
        {
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("text"u8))
                    found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
                else if (reader.ValueTextEquals("thinking"u8))
                    found |= Thinking(ref reader, facts);
                else
                    reader.Skip();
            }
        }

        return found;
    }

    private static EventClass Thinking(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return Json.TextHere(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;

        var found = EventClass.None;
        while (Json.NextObject(ref reader))
        {
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("text"u8))
                    found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
                else
                    reader.Skip();
            }
        }

        return found;
    }

    private static EventClass Refusal(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.Text(ref reader, facts.Text))
            return EventClass.None;
        facts.State.Refused = true;
        return Visible;
    }

    private static EventClass Audio(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("transcript"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                found |= reader.TokenType == JsonTokenType.String && Json.Length(ref reader) > 0 ? Visible : EventClass.None;
                reader.Skip();
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static EventClass ToolCalls(ref Utf8JsonReader reader, ResponseFacts facts, long choice, bool streamed)
    {
        var found = EventClass.None;
        if (!Json.EnterArray(ref reader))
            return found;
        for (var position = 0; Json.NextObject(ref reader); position++)
        {
            found = Visible;
            ToolCall(ref reader, facts, choice, streamed ? null : position);
        }

        return found;
    }

    private static void ToolCall(ref Utf8JsonReader reader, ResponseFacts facts, long choice, long? index)
    {
        var id = 0;
        var named = false;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("index"u8))
                Json.Count(ref reader, ref index);
            else if (reader.ValueTextEquals("id"u8))
                id = IdHash(ref reader);
            else if (reader.ValueTextEquals("function"u8) || reader.ValueTextEquals("custom"u8))
                named |= Function(ref reader, facts);
            else
                reader.Skip();
        }

        // Without an index only a piece with an id or a name begins a call.
        if (index is null && id == 0 && !named)
            return;
        index ??= id != 0 ? WithoutIndex : WithoutIndex - facts.State.Tools.Count;
        if (facts.State.Tools.Add(choice, index.Value, id))
            facts.ToolCalls = facts.State.Tools.Count;
    }

    private static EventClass FunctionCall(ref Utf8JsonReader reader, ResponseFacts facts, long choice)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return EventClass.None;
        }

        Members(ref reader, facts);
        if (facts.State.Tools.Add(choice, LegacyFunction, 0))
            facts.ToolCalls = facts.State.Tools.Count;
        return Visible;
    }

    private static bool Function(ref Utf8JsonReader reader, ResponseFacts facts) =>
        Json.EnterObject(ref reader) && Members(ref reader, facts);

    // True when the call's name stands here.
    private static bool Members(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var named = false;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
                named |= Json.Text(ref reader, facts.Text, TextKind.ToolName);
            else if (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8))
                Json.Text(ref reader, facts.Text, TextKind.ToolArguments);
            else
                reader.Skip();
        }

        return named;
    }

    // Process-local hash; 0 for none.
    private static int IdHash(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String || reader.HasValueSequence || reader.ValueSpan.IsEmpty)
        {
            reader.Skip();
            return 0;
        }

        var hash = new HashCode();
        hash.AddBytes(reader.ValueSpan);
        return hash.ToHashCode() | 1;
    }
}
