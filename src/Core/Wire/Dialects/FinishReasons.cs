using System.Collections.Frozen;
using System.Text.Json;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>
/// The providers' finish words and what they mean. No word means different things in two dialects, so one table serves
/// all and also understands gateways that mix them. Words not in it stay as told, with reason unknown.
/// </summary>
internal static class FinishReasons
{
    private static readonly FrozenDictionary<string, FinishReason> Words = new Dictionary<string, FinishReason>
    {
        // OpenAI Chat and compatibles, Ollama
        ["stop"] = FinishReason.Stop,
        ["length"] = FinishReason.Length,
        ["model_length"] = FinishReason.Length,
        ["tool_calls"] = FinishReason.ToolCall,
        ["function_call"] = FinishReason.ToolCall,
        ["content_filter"] = FinishReason.ContentFilter,
        ["error"] = FinishReason.Error,
        // OpenAI Responses
        ["completed"] = FinishReason.Stop,
        ["max_output_tokens"] = FinishReason.Length,
        ["failed"] = FinishReason.Error,
        ["cancelled"] = FinishReason.Error,
        // Anthropic, Bedrock
        ["end_turn"] = FinishReason.Stop,
        ["stop_sequence"] = FinishReason.Stop,
        ["max_tokens"] = FinishReason.Length,
        ["model_context_window_exceeded"] = FinishReason.Length,
        ["tool_use"] = FinishReason.ToolCall,
        ["refusal"] = FinishReason.ContentFilter,
        ["pause_turn"] = FinishReason.Pause,
        ["compaction"] = FinishReason.Pause,
        ["content_filtered"] = FinishReason.ContentFilter,
        ["guardrail_intervened"] = FinishReason.ContentFilter,
        ["malformed_model_output"] = FinishReason.Error,
        ["malformed_tool_use"] = FinishReason.Error,
        // Gemini, Cohere
        ["STOP"] = FinishReason.Stop,
        ["MAX_TOKENS"] = FinishReason.Length,
        ["SAFETY"] = FinishReason.ContentFilter,
        ["RECITATION"] = FinishReason.ContentFilter,
        ["BLOCKLIST"] = FinishReason.ContentFilter,
        ["PROHIBITED_CONTENT"] = FinishReason.ContentFilter,
        ["SPII"] = FinishReason.ContentFilter,
        ["LANGUAGE"] = FinishReason.ContentFilter,
        ["IMAGE_SAFETY"] = FinishReason.ContentFilter,
        ["IMAGE_PROHIBITED_CONTENT"] = FinishReason.ContentFilter,
        ["IMAGE_RECITATION"] = FinishReason.ContentFilter,
        ["IMAGE_OTHER"] = FinishReason.ContentFilter,
        ["CONTINUATION"] = FinishReason.Pause,
        ["MALFORMED_FUNCTION_CALL"] = FinishReason.Error,
        ["UNEXPECTED_TOOL_CALL"] = FinishReason.Error,
        ["TOO_MANY_TOOL_CALLS"] = FinishReason.Error,
        ["OTHER"] = FinishReason.Error,
        ["NO_IMAGE"] = FinishReason.Error,
        ["COMPLETE"] = FinishReason.Stop,
        ["STOP_SEQUENCE"] = FinishReason.Stop,
        ["TOOL_CALL"] = FinishReason.ToolCall,
        ["ERROR"] = FinishReason.Error,
        ["TIMEOUT"] = FinishReason.Error,
        // llama.cpp
        ["eos"] = FinishReason.Stop,
        ["word"] = FinishReason.Stop,
        ["limit"] = FinishReason.Length,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What the word means; unknown when it is not known.</summary>
    public static FinishReason Of(string word) => Words.GetValueOrDefault(word);

    /// <summary>Reader on a member's name: takes its word unless one is known already (of several choices the first that ended counts).</summary>
    public static void Read(ref Utf8JsonReader reader, ResponseFacts facts)
    {
        if (facts.FinishReasonRaw is not null)
            reader.Skip();
        else if (Json.String(ref reader) is { } word)
            Set(facts, word);
    }

    /// <summary>Sets the word and its meaning.</summary>
    public static void Set(ResponseFacts facts, string word)
    {
        facts.FinishReasonRaw = word;
        facts.FinishReason = Of(word);
    }
}
