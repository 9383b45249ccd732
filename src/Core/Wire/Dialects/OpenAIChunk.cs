using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// The object of OpenAI Chat and Completions, streamed or whole: choices with a delta, a message or a text, usage, and
/// what the vendors add beside them. Takes members in any order.
/// </summary>
internal static class OpenAIChunk
{
    /// <summary>Reader inside the object.</summary>
    public static EventClass Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> eventName, ResponseFacts facts, bool streamed)
    {
        var found = EventClass.None;
        var own = new ErrorFields();
        var choices = false;
        // Older llama.cpp names the event "error"; older vLLM sends an object of type "error". Both leave out the wrapper.
        var flatError = eventName.SequenceEqual("error"u8);
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                choices = true;
                found |= Choices(ref reader, facts, streamed);
            }
            else if (reader.ValueTextEquals("usage"u8))
                OpenAIUsage.Read(ref reader, facts);
            else if (reader.ValueTextEquals("id"u8))
                facts.ResponseId = Json.Once(ref reader, facts.ResponseId);
            else if (reader.ValueTextEquals("model"u8))
                facts.Model = Json.Once(ref reader, facts.Model);
            else if (reader.ValueTextEquals("system_fingerprint"u8))
                facts.SystemFingerprint = Json.Once(ref reader, facts.SystemFingerprint);
            else if (reader.ValueTextEquals("service_tier"u8))
                facts.ServiceTier = Json.Once(ref reader, facts.ServiceTier)?.ToLowerInvariant();
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else if (reader.ValueTextEquals("timings"u8))
                LlamaTimings.Read(ref reader, facts);
            else if (reader.ValueTextEquals("x_groq"u8))
                found |= Groq(ref reader, facts);
            else if (reader.ValueTextEquals("object"u8))
                flatError |= IsErrorObject(ref reader);
            else if (!own.TryRead(ref reader))
                reader.Skip();
        }

        if (flatError && !choices && (found & EventClass.Error) == 0)
        {
            own.Apply(facts);
            found |= EventClass.Error;
        }

        HiddenReasoning.Mark(facts);
        return found;
    }

    private static EventClass Choices(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed)
    {
        var found = EventClass.None;
        if (!Json.EnterArray(ref reader))
            return found;
        for (var position = 0; Json.NextObject(ref reader); position++)
            found |= Choice(ref reader, facts, streamed, position);
        return found;
    }

    private static EventClass Choice(ref Utf8JsonReader reader, ResponseFacts facts, bool streamed, int position)
    {
        var found = EventClass.None;
        // The index may come after the delta, and only tool calls need it: those are read last, from a second reader.
        long? index = streamed ? 0 : position;
        var delta = reader;
        var hasDelta = false;
        var start = facts.Text.Length;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
            {
                facts.ToolCalls ??= 0;
                delta = reader;
                hasDelta = true;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("text"u8))
                found |= Json.Text(ref reader, facts.Text) ? EventClass.Output | EventClass.Answer : EventClass.None;
            else if (reader.ValueTextEquals("index"u8))
                Json.Count(ref reader, ref index);
            else if (reader.ValueTextEquals("finish_reason"u8))
                FinishReasons.Read(ref reader, facts);
            else if (reader.ValueTextEquals("logprobs"u8))
                Logprobs(ref reader, facts);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else
                reader.Skip();
        }

        if (hasDelta && Json.EnterObject(ref delta))
            found |= OpenAIDelta.Read(ref delta, facts, index ?? 0, streamed);
        if (index > 0)
            facts.Text.Retag(start, TextKind.OtherChoice);
        if (facts.State.Refused && facts.FinishReason == FinishReason.Stop)
            facts.FinishReason = FinishReason.ContentFilter;
        return found;
    }

    // One entry per output token: an exact count where the server tells no usage.
    private static void Logprobs(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (!Json.EnterObject(ref reader))
            return;
        while (Json.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("content"u8) || reader.ValueTextEquals("refusal"u8) || reader.ValueTextEquals("tokens"u8))
            {
                var count = Json.Elements(ref reader);
                if (count > 0)
                    facts.LogprobTokens = (facts.LogprobTokens ?? 0) + count;
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static EventClass Groq(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        var found = EventClass.None;
        if (!Json.EnterObject(ref reader))
            return found;
        while (Json.NextMember(ref reader))
        {
            // The same numbers as a usage member beside it: overwriting is right in either order.
            if (reader.ValueTextEquals("usage"u8))
                OpenAIUsage.Read(ref reader, facts);
            else if (reader.ValueTextEquals("error"u8))
                found |= ErrorBodies.Read(ref reader, facts) ? EventClass.Error : EventClass.None;
            else
                reader.Skip();
        }

        return found;
    }

    private static bool IsErrorObject(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            return reader.ValueTextEquals("error"u8);
        reader.Skip();
        return false;
    }
}
