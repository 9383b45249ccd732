namespace LlmSentinel.Core.Telemetry;

/// <summary>Span attributes beyond those metrics share (<see cref="MetricTags"/>). GenAI conventions v1.41.0, and ours.</summary>
internal static class SpanAttributes
{
    public const string RequestStream = "gen_ai.request.stream";
    public const string ResponseId = "gen_ai.response.id";
    public const string FinishReasons = "gen_ai.response.finish_reasons";
    public const string TimeToFirstChunk = "gen_ai.response.time_to_first_chunk";
    public const string InputTokens = "gen_ai.usage.input_tokens";
    public const string OutputTokens = "gen_ai.usage.output_tokens";
    public const string CacheReadTokens = "gen_ai.usage.cache_read.input_tokens";
    public const string CacheWriteTokens = "gen_ai.usage.cache_creation.input_tokens";
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";
    public const string OpenAiApiType = "openai.api.type";
    public const string OpenAiServiceTier = "openai.response.service_tier";
    public const string OpenAiFingerprint = "openai.response.system_fingerprint";
    public const string HttpStatus = "http.response.status_code";

    public const string ExchangeId = "llmsentinel.exchange.id";
    public const string Upstream = "llmsentinel.upstream";
    public const string App = "llmsentinel.app";
    public const string Outcome = "llmsentinel.outcome";
    public const string TimeToFirstToken = "llmsentinel.time_to_first_token";
    public const string UsageSource = "llmsentinel.usage.source";
    public const string Cost = "llmsentinel.cost.usd";
    public const string CostSource = "llmsentinel.cost.source";
}
