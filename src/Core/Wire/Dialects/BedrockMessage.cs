using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>The objects of Converse: the members of a stream's events and of a whole answer do not collide, so one reader takes both.</summary>
internal static class BedrockMessage
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    /// <summary>Reader inside a whole answer. One that holds nothing but a message is an error, also under status 200.</summary>
    public static void ReadBody(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        facts.ToolCalls ??= 0;
        var other = false;
        var message = false;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("Message"u8))
            {
                message = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("__type"u8) || reader.ValueTextEquals("code"u8))
                facts.ErrorType ??= ErrorWords.Read(ref reader);
            else
            {
                other = true;
                Member(ref reader, facts);
            }
        }

        if (message && !other)
            facts.ErrorStatus = ErrorWords.Status(facts.ErrorType);
        else
            facts.ErrorType = null;
    }

    /// <summary>Reader inside the payload of an event.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
            found |= Member(ref reader, facts);
        return found;
    }

    private static EventClass Member(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("start"u8))
            return Json.EnterObject(ref reader) ? Block(ref reader, facts) : EventClass.None;
        if (reader.ValueTextEquals("stopReason"u8))
            FinishReasons.Read(ref reader, facts);
        else if (reader.ValueTextEquals("usage"u8))
            BedrockUsage.Read(ref reader, facts);
        else if (reader.ValueTextEquals("metrics"u8))
            Metrics(ref reader, facts);
        else if (reader.ValueTextEquals("serviceTier"u8))
            Tier(ref reader, facts);
        else if (reader.ValueTextEquals("output"u8))
            Output(ref reader, facts);
        else
            reader.Skip();
        return EventClass.None;
    }

    // {"message":{"content":[{block}, ...]}}
    private static void Output(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("message"u8))
                reader.Skip();
            else if (Json.EnterObject(ref reader))
                Message(ref reader, facts);
        }
    }

    private static void Message(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        while (Json.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("content"u8))
            {
                reader.Skip();
                continue;
            }

            if (!Json.EnterArray(ref reader))
                continue;
            while (Json.NextObject(ref reader))
                Block(ref reader, facts);
        }
    }

    private static EventClass Block(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
                found |= Json.Text(ref reader, facts.Text) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("toolUse"u8))
                found |= ToolUse(ref reader, facts);
            else if (reader.ValueTextEquals("reasoningContent"u8))
                found |= Reasoning(ref reader, facts);
            else if (reader.ValueTextEquals("image"u8))
            {
                found |= Visible;
                reader.Skip();
            }
            else
                reader.Skip();
        }

        return found;
    }

    // A start or a whole block has the name, a delta only a piece of the input.
    private static EventClass ToolUse(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
            {
                if (!Json.Text(ref reader, facts.Text, TextKind.ToolName))
                    continue;
                facts.ToolCalls = (facts.ToolCalls ?? 0) + 1;
                found = Visible;
            }
            else if (reader.ValueTextEquals("input"u8))
                found |= Input(ref reader, facts);
            else
                reader.Skip();
        }

        return found;
    }

    private static EventClass Input(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        // A string in a stream, an object in a whole answer.
        var value = reader;
        value.Read();
        if (value.TokenType == JsonTokenType.String)
            return Json.Text(ref reader, facts.Text, TextKind.ToolArguments) ? Visible : EventClass.None;
        ArgumentText.Append(ref reader, facts.Text);
        return Visible;
    }

    // {"text":"..."} in a stream, {"reasoningText":{"text":"..."}} in a whole answer.
    private static EventClass Reasoning(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        facts.HiddenOutput = true;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
                found |= Json.Text(ref reader, facts.Text, TextKind.Reasoning) ? EventClass.Output : EventClass.None;
            else if (reader.ValueTextEquals("reasoningText"u8))
                found |= Reasoning(ref reader, facts);
            else if (reader.ValueTextEquals("redactedContent"u8))
            {
                found |= EventClass.Output;
                reader.Skip();
            }
            else
                reader.Skip();
        }

        return found;
    }

    private static void Metrics(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("latencyMs"u8))
                facts.ProviderProcessing = Json.Duration(ref reader, 1000) ?? facts.ProviderProcessing;
            else
                reader.Skip();
        }
    }

    private static void Tier(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                facts.ServiceTier = Json.Once(ref reader, facts.ServiceTier)?.ToLowerInvariant();
            else
                reader.Skip();
        }
    }
}
