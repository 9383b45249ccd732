namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>Every column, in the order <see cref="FlatExchange"/> reads and writes them.</summary>
internal static class ExportColumns
{
    public static IReadOnlyList<ExportColumn> All { get; } =
    [
        Must("id", "id", ColumnKind.Text, "Time-ordered id (UUID)."),
        Must("started_at", "startedAt", ColumnKind.Time, "When the request's head arrived."),
        Must("upstream", "upstream", ColumnKind.Text, "Upstream as configured."),
        Must("provider", "provider", ColumnKind.Text, "OpenTelemetry `gen_ai.provider.name`."),
        Must("dialect", "dialect", ColumnKind.Text, "Wire format spoken."),
        Must("operation", "operation", ColumnKind.Text, "What was asked for: `chat`, `embeddings`."),
        May("request_model", "requestModel", ColumnKind.Text, "Model the client asked for."),
        May("response_model", "responseModel", ColumnKind.Text, "Model the provider says it used."),
        May("app", "app", ColumnKind.Text, "Application: what it called itself, or a keyed hash of its credential."),
        Must("method", "method", ColumnKind.Text, "HTTP method."),
        May("status", "status", ColumnKind.Count, "HTTP status the client saw; none when it left before."),
        Must("outcome", "outcome", ColumnKind.Word, "How it ended, as in the API."),
        May("error_type", "errorType", ColumnKind.Text, "Error word of provider or transport."),
        Must("streamed", "streamed", ColumnKind.Flag, "True for a stream of events."),
        May("trace_id", "traceId", ColumnKind.Text, "W3C trace id of the caller."),
        May("parent_span_id", "parentSpanId", ColumnKind.Text, "W3C span id of the caller."),
        Must("duration_ms", "timing.durationMs", ColumnKind.Duration, "Request in to last byte out."),
        May("ttfb_ms", "timing.ttfbMs", ColumnKind.Duration, "To the first byte of the response head."),
        May("ttfe_ms", "timing.ttfeMs", ColumnKind.Duration, "To the first event of a stream."),
        May("ttft_ms", "timing.ttftMs", ColumnKind.Duration, "To the first output."),
        May("ttfa_ms", "timing.ttfaMs", ColumnKind.Duration, "To the first visible answer."),
        May("inter_chunk_mean_ms", "timing.interChunkMeanMs", ColumnKind.Duration, "Mean gap between chunks with output."),
        May("inter_chunk_p95_ms", "timing.interChunkP95Ms", ColumnKind.Duration, "95th percentile of these gaps."),
        May("inter_chunk_max_ms", "timing.interChunkMaxMs", ColumnKind.Duration, "Longest of these gaps."),
        Must("output_chunks", "timing.outputChunks", ColumnKind.Count, "Chunks with output.", "chunks"),
        May("tpot_ms", "timing.tpotMs", ColumnKind.Duration, "Time per output token."),
        May("added_request_ms", "timing.addedRequestMs", ColumnKind.Duration, "The sidecar's own time on the way up."),
        May("added_response_ms", "timing.addedResponseMs", ColumnKind.Duration, "The sidecar's own time on the way down."),
        May("provider_processing_ms", "timing.providerProcessingMs", ColumnKind.Duration, "Server-side time as the provider tells it."),
        Must("usage_source", "usage.source", ColumnKind.Word, "Where the token counts come from."),
        May("input_tokens", "usage.inputTotal", ColumnKind.Count, "All prompt tokens, cached ones included.", "tokens"),
        May("cache_read_tokens", "usage.cacheRead", ColumnKind.Count, "Of them, read from the provider's cache.", "tokens"),
        May("cache_write_tokens", "usage.cacheWrite", ColumnKind.Count, "Of them, written to the provider's cache.", "tokens"),
        May("cache_write_5m_tokens", "usage.cacheWrite5m", ColumnKind.Count, "Of these, kept for five minutes.", "tokens"),
        May("cache_write_1h_tokens", "usage.cacheWrite1h", ColumnKind.Count, "Of these, kept for one hour.", "tokens"),
        May("input_audio_tokens", "usage.inputAudio", ColumnKind.Count, "Audio in the prompt.", "tokens"),
        May("input_image_tokens", "usage.inputImage", ColumnKind.Count, "Images in the prompt.", "tokens"),
        May("input_video_tokens", "usage.inputVideo", ColumnKind.Count, "Video in the prompt.", "tokens"),
        May("input_tool_tokens", "usage.inputTool", ColumnKind.Count, "Put into the prompt by the provider's tools.", "tokens"),
        May("output_tokens", "usage.outputTotal", ColumnKind.Count, "All billed output tokens, reasoning included.", "tokens"),
        May("reasoning_tokens", "usage.reasoning", ColumnKind.Count, "Of them, reasoning.", "tokens"),
        May("output_audio_tokens", "usage.outputAudio", ColumnKind.Count, "Of them, audio.", "tokens"),
        May("output_image_tokens", "usage.outputImage", ColumnKind.Count, "Of them, images.", "tokens"),
        May("total_reported_tokens", "usage.totalReported", ColumnKind.Count, "The provider's own total.", "tokens"),
        May("web_searches", "usage.webSearches", ColumnKind.Count, "Searches the provider ran.", "searches"),
        Must("output_lower_bound", "usage.outputIsLowerBound", ColumnKind.Flag, "True when hidden output cannot be in an estimate."),
        May("cost_usd", "cost.total", ColumnKind.Money, "The sum; none when nobody knows the price."),
        May("cost_input_usd", "cost.input", ColumnKind.Money, "Uncached input."),
        May("cost_cache_read_usd", "cost.cacheRead", ColumnKind.Money, "Input from the provider's cache."),
        May("cost_cache_write_usd", "cost.cacheWrite", ColumnKind.Money, "Input written to the provider's cache."),
        May("cost_output_usd", "cost.output", ColumnKind.Money, "Output without reasoning."),
        May("cost_reasoning_usd", "cost.reasoning", ColumnKind.Money, "Reasoning."),
        May("cost_tools_usd", "cost.tools", ColumnKind.Money, "Fees per search or request."),
        Must("cost_source", "cost.source", ColumnKind.Word, "Where the cost comes from."),
        May("price_id", "cost.priceId", ColumnKind.Text, "The price row that matched."),
        May("price_version", "cost.priceVersion", ColumnKind.Text, "Version of the price list."),
        Must("finish_reason", "finishReason", ColumnKind.Word, "Why generation ended, the same words for every provider."),
        May("finish_reason_raw", "finishReasonRaw", ColumnKind.Text, "The provider's own word for it."),
        May("tool_calls", "toolCalls", ColumnKind.Count, "Tool calls the model asked for.", "calls"),
        May("system_fingerprint", "systemFingerprint", ColumnKind.Text, "The provider's `system_fingerprint`."),
        May("service_tier", "serviceTier", ColumnKind.Text, "Service tier of the response."),
        May("provider_request_id", "providerRequestId", ColumnKind.Text, "The provider's request id."),
        May("response_id", "responseId", ColumnKind.Text, "The response's own id."),
        May("limit_requests", "rateLimit.limitRequests", ColumnKind.Count, "Requests allowed per window.", "requests"),
        May("remaining_requests", "rateLimit.remainingRequests", ColumnKind.Count, "Requests left in it.", "requests"),
        May("limit_tokens", "rateLimit.limitTokens", ColumnKind.Count, "Tokens allowed per window.", "tokens"),
        May("remaining_tokens", "rateLimit.remainingTokens", ColumnKind.Count, "Tokens left in it.", "tokens"),
        May("reset_requests_ms", "rateLimit.resetRequestsMs", ColumnKind.Duration, "Until the request window is full again."),
        May("reset_tokens_ms", "rateLimit.resetTokensMs", ColumnKind.Duration, "Until the token window is full again."),
        May("retry_after_ms", "rateLimit.retryAfterMs", ColumnKind.Duration, "How long the provider asks to wait."),
        Must("request_bytes", "requestBytes", ColumnKind.Count, "Body sent upstream.", "bytes"),
        Must("response_bytes", "responseBytes", ColumnKind.Count, "Body received from upstream.", "bytes"),
        Must("events", "events", ColumnKind.Count, "Events of the stream; 0 for a plain answer.", "events"),
        Must("observation_gap", "gap", ColumnKind.Word, "What the observer could not see."),
    ];

    /// <summary>How many there are.</summary>
    public static int Count => All.Count;

    /// <summary>Place of a column by its name; -1 when there is none of that name.</summary>
    public static int Find(string name) => Places.GetValueOrDefault(name, -1);

    private static Dictionary<string, int> Places { get; } =
        All.Select((column, place) => (column.Name, place)).ToDictionary(c => c.Name, c => c.place, StringComparer.Ordinal);

    private static ExportColumn Must(string name, string json, ColumnKind kind, string meaning, string? unit = null) =>
        new(name, json, kind, unit ?? Unit(kind), meaning, Required: true);

    private static ExportColumn May(string name, string json, ColumnKind kind, string meaning, string? unit = null) =>
        new(name, json, kind, unit ?? Unit(kind), meaning, Required: false);

    private static string Unit(ColumnKind kind) => kind switch
    {
        ColumnKind.Duration => "ms",
        ColumnKind.Money => "USD",
        _ => "",
    };
}
