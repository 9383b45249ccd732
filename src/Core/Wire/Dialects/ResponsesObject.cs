using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>The response object of the Responses API: a whole answer, or what a stream's first and last events carry.</summary>
internal static class ResponsesObject
{
    /// <summary>Reader inside the object. Returns an error when the response says it failed.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        var found = EventClass.None;
        string? status = null;
        string? reason = null;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("id"u8))
                facts.ResponseId = Json.Once(ref reader, facts.ResponseId);
            else if (reader.ValueTextEquals("model"u8))
                facts.Model = Json.Once(ref reader, facts.Model);
            else if (reader.ValueTextEquals("status"u8))
                status = Json.String(ref reader);
            else if (reader.ValueTextEquals("incomplete_details"u8))
                reason = Reason(ref reader);
            else if (reader.ValueTextEquals("service_tier"u8))
                // The first event echoes the tier asked for ("auto"), the last one says which it was.
                facts.ServiceTier = Json.String(ref reader)?.ToLowerInvariant() ?? facts.ServiceTier;
            else if (reader.ValueTextEquals("usage"u8))
                OpenAIUsage.Read(ref reader, facts);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else if (reader.ValueTextEquals("output"u8))
                Output(ref reader, facts, streamed);
            else
                reader.Skip();
        }

        HiddenReasoning.Mark(facts);
        if (status is not (null or "queued" or "in_progress"))
            Finish(facts, status, reason);
        return found;
    }

    /// <summary>Reader inside an item of a stream: counts it once, and takes the name of a tool when it begins.</summary>
    public static void StreamedItem(ref Utf8JsonReader reader, ResponseFacts facts, long? position, bool added)
    {
        facts.ToolCalls ??= 0;
        var kind = Item(ref reader, facts, text: added, content: false);
        if (kind < ItemKind.ClientTool || !facts.State.Tools.Add(0, position ?? -1 - facts.State.Tools.Count, 0))
            return;
        facts.ToolCalls++;
    }

    private static void Finish(ResponseFacts facts, string status, string? reason)
    {
        FinishReasons.Set(facts, reason ?? status);
        if (facts.FinishReason != FinishReason.Stop)
            return;
        if (facts.State.ClientTool)
            facts.FinishReason = FinishReason.ToolCall;
        else if (facts.State.Refused)
            facts.FinishReason = FinishReason.ContentFilter;
    }

    // A stream's last event repeats every item in full: its count is the final one, its text was seen before.
    private static void Output(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        if (!Json.EnterArray(ref reader))
            return;
        var tools = 0;
        var items = 0;
        for (; Json.NextObject(ref reader); items++)
        {
            if (Item(ref reader, facts, text: !streamed, content: true) >= ItemKind.ClientTool)
                tools++;
        }

        if (items > 0 || facts.ToolCalls is null)
            facts.ToolCalls = tools;
    }

    private static ItemKind Item(ref Utf8JsonReader reader, ResponseFacts facts, bool text, bool content)
    {
        var kind = ItemKind.Other;
        var start = facts.Text.Length;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
                kind = Kind(ref reader, facts);
            else if (text && reader.ValueTextEquals("name"u8))
                Json.Text(ref reader, facts.Text, TextKind.ToolName);
            else if (text && (reader.ValueTextEquals("arguments"u8) || reader.ValueTextEquals("input"u8)))
                Json.Text(ref reader, facts.Text, TextKind.ToolArguments);
            else if (content && reader.ValueTextEquals("content"u8))
                Content(ref reader, facts, text);
            else
                reader.Skip();
        }

        if (kind == ItemKind.ClientTool)
            facts.State.ClientTool = true;
        if (kind == ItemKind.Reasoning)
            facts.Text.Retag(start, TextKind.Reasoning);
        return kind;
    }

    private static void Content(ref Utf8JsonReader reader, ResponseFacts facts, bool text)
    {
        if (!Json.EnterArray(ref reader))
            return;
        while (Json.NextObject(ref reader))
        {
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("refusal"u8))
                {
                    reader.Read();
                    facts.State.Refused |= reader.TokenType == JsonTokenType.String && Json.Length(ref reader) > 0;
                    if (text)
                        Json.TextHere(ref reader, facts.Text);
                    else
                        reader.Skip();
                }
                else if (text && reader.ValueTextEquals("text"u8))
                    Json.Text(ref reader, facts.Text);
                else
                    reader.Skip();
            }
        }
    }

    // Every tool call ends in "_call"; what the client sends back ends in "_call_output".
    private static ItemKind Kind(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var type = Json.String(ref reader);
        if (type == "reasoning")
        {
            facts.HiddenOutput = true;
            return ItemKind.Reasoning;
        }

        if (type is "function_call" or "custom_tool_call")
            return ItemKind.ClientTool;
        return type?.EndsWith("_call", StringComparison.Ordinal) == true ? ItemKind.ProviderTool : ItemKind.Other;
    }

    private static string? Reason(ref Utf8JsonReader reader)
    {
        string? reason = null;
        if (!Json.EnterObject(ref reader))
            return reason;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("reason"u8))
                reason = Json.String(ref reader);
            else
                reader.Skip();
        }

        return reason;
    }

    private enum ItemKind
    {
        Other,
        Reasoning,

        // Tools from here on.
        ClientTool,
        ProviderTool,
    }
}
