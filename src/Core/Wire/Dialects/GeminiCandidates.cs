using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>Gemini's candidates and their parts: text, thoughts, function calls, media, code.</summary>
internal static class GeminiCandidates
{
    private const EventClass Visible = EventClass.Output | EventClass.Answer;

    /// <summary>Reader on the name of the member.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterArray(ref reader))
            return found;
        facts.ToolCalls ??= 0;
        while (Json.NextObject(ref reader))
        {
            while (Json.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("content"u8))
                    found |= Content(ref reader, facts);
                else if (reader.ValueTextEquals("finishReason"u8))
                    found |= Finish(ref reader, facts);
                else
                    reader.Skip();
            }
        }

        // A function call ends with STOP.
        if (facts is { FinishReason: FinishReason.Stop, ToolCalls: > 0 })
            facts.FinishReason = FinishReason.ToolCall;
        return found;
    }

    private static EventClass Finish(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        FinishReasons.Read(ref reader, facts);
        return facts.FinishReasonRaw is null ? EventClass.None : EventClass.Terminal;
    }

    private static EventClass Content(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        while (Json.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("parts"u8))
            {
                reader.Skip();
                continue;
            }

            if (!Json.EnterArray(ref reader))
                continue;
            while (Json.NextObject(ref reader))
                found |= Part(ref reader, facts);
        }

        return found;
    }

    private static EventClass Part(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        var thought = false;
        var start = facts.Text.Length;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("text"u8))
                found |= Text(ref reader, facts) ? Visible : EventClass.None;
            else if (reader.ValueTextEquals("thought"u8))
                thought = Json.IsTrue(ref reader);
            else if (reader.ValueTextEquals("functionCall"u8))
                found |= FunctionCall(ref reader, facts);
            else if (reader.ValueTextEquals("executableCode"u8))
                found |= Code(ref reader, facts);
            else if (reader.ValueTextEquals("inlineData"u8))
            {
                found |= Visible;
                facts.State.Pieces++;
                reader.Skip();
            }
            else
                reader.Skip();
        }

        if (!thought || found == EventClass.None)
            return found;
        facts.HiddenOutput = true;
        facts.State.Piece.Kind = TextKind.Reasoning;
        facts.Text.Retag(start, TextKind.Reasoning);
        return EventClass.Output;
    }

    private static bool Text(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.Text(ref reader, facts.Text))
            return false;
        facts.State.Pieces++;
        // Behind the opening quote.
        facts.State.Piece = ((int)reader.TokenStartIndex + 1, (int)Json.Length(ref reader), TextKind.Answer);
        return true;
    }

    private static EventClass FunctionCall(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        facts.State.Pieces++;
        if (!Json.EnterObject(ref reader))
            return EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8))
                Json.Text(ref reader, facts.Text, TextKind.ToolName);
            else if (reader.ValueTextEquals("args"u8))
                ArgumentText.Append(ref reader, facts.Text);
            else
                reader.Skip();
        }

        facts.ToolCalls = (facts.ToolCalls ?? 0) + 1;
        return Visible;
    }

    private static EventClass Code(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        facts.State.Pieces++;
        if (!Json.EnterObject(ref reader))
            return EventClass.None;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("code"u8))
                Json.Text(ref reader, facts.Text);
            else
                reader.Skip();
        }

        return Visible;
    }
}
