using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Anthropic's message object: a whole answer, or the start of a stream; also its error body.</summary>
internal static class AnthropicMessage
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    /// <summary>Reader inside the object.</summary>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
                facts.ResponseId = Json.Once(ref reader, facts.ResponseId);
            else if (reader.ValueTextEquals("model"u8))
                facts.Model = Json.Once(ref reader, facts.Model);
            else if (reader.ValueTextEquals("content"u8))
                Content(ref reader, facts, streamed);
            else if (reader.ValueTextEquals("stop_reason"u8))
                FinishReasons.Read(ref reader, facts);
            else if (reader.ValueTextEquals("usage"u8))
                AnthropicUsage.Read(ref reader, facts, atStart: streamed);
            else if (reader.ValueTextEquals("error"u8))
                ErrorBodies.Read(ref reader, facts);
            else
                reader.Skip();
        }
    }

    /// <summary>Reader on the name of a content block: counts tool calls and tells whether the model generated something.</summary>
    public static EventClass Block(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        if (!Json.EnterObject(ref reader))
            return EventClass.None;
        return BlockHere(ref reader, facts, streamed);
    }

    /// <summary>Thinking, visible as such. Newer models show a summary only, so the text counts less than what is billed.</summary>
    public static EventClass Thinking(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.Text(ref reader, facts.Text, TextKind.Reasoning))
            return EventClass.None;
        facts.HiddenOutput = true;
        return EventClass.Output;
    }

    private static void Content(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        if (!Json.EnterArray(ref reader))
            return;
        facts.ToolCalls ??= 0;
        while (Json.NextObject(ref reader))
            BlockHere(ref reader, facts, streamed);
    }

    private static EventClass BlockHere(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        var type = BlockType.Other;
        var found = EventClass.None;
        // What the members mean depends on the type, which may come last: they are read from a second reader.
        var members = reader;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                type = Type(ref reader);
            else
                reader.Skip();
        }

        if (type == BlockType.Tool)
        {
            facts.ToolCalls = (facts.ToolCalls ?? 0) + 1;
            found = Visible;
        }

        while (type != BlockType.Other && Json.NextMember(ref members))
        {
            if (type == BlockType.Tool && members.ValueTextEquals("name"u8))
                Json.Text(ref members, facts.Text, TextKind.ToolName);
            // A stream starts a tool with an empty input and sends the real one in pieces.
            else if (type == BlockType.Tool && !streamed && members.ValueTextEquals("input"u8))
                ArgumentText.Append(ref members, facts.Text);
            else if (type == BlockType.Text && members.ValueTextEquals("text"u8))
                found |= Json.Text(ref members, facts.Text) ? Visible : EventClass.None;
            else if (type == BlockType.Thinking && members.ValueTextEquals("thinking"u8))
                found |= Thinking(ref members, facts);
            else
                members.Skip();
        }

        if (type == BlockType.RedactedThinking)
        {
            facts.HiddenOutput = true;
            found = EventClass.Output;
        }

        return found;
    }

    private static BlockType Type(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return BlockType.Other;
        }

        if (reader.ValueTextEquals("text"u8))
            return BlockType.Text;
        if (reader.ValueTextEquals("tool_use"u8) || reader.ValueTextEquals("server_tool_use"u8) || reader.ValueTextEquals("mcp_tool_use"u8))
            return BlockType.Tool;
        if (reader.ValueTextEquals("thinking"u8))
            return BlockType.Thinking;
        return reader.ValueTextEquals("redacted_thinking"u8) ? BlockType.RedactedThinking : BlockType.Other;
    }

    private enum BlockType
    {
        /// <summary>Nothing the model wrote: tool results, uploads.</summary>
        Other,
        Text,
        Tool,
        Thinking,
        RedactedThinking,
    }
}
