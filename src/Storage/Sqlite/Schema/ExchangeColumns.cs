namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>The columns of an exchange in the order <see cref="ExchangeRow"/> binds and reads them.</summary>
internal static class ExchangeColumns
{
    private static readonly string[] Names =
    [
        "id", "upstream", "request_model", "response_model", "app", "operation", "outcome", "streamed",
        "duration", "ttfb", "ttft", "tpot", "added_request", "added_response",
        "usage_source", "input_total", "cache_read", "output_total", "cost_total",
        "provider", "dialect", "method", "status", "error_type", "trace_id", "parent_span_id",
        "ttfe", "ttfa", "gap_mean", "gap_p95", "gap_max", "output_chunks", "provider_processing",
        "cache_write", "cache_write_5m", "cache_write_1h", "input_audio", "input_image", "input_video", "input_tool",
        "reasoning", "output_audio", "output_image", "total_reported", "web_searches", "output_lower_bound",
        "cost_input", "cost_cache_read", "cost_cache_write", "cost_output", "cost_reasoning", "cost_tools", "cost_source",
        "price_id", "price_version",
        "finish_reason", "finish_reason_raw", "tool_calls", "system_fingerprint", "service_tier", "provider_request_id", "response_id",
        "rate_limit", "limit_requests", "remaining_requests", "limit_tokens", "remaining_tokens",
        "reset_requests", "reset_tokens", "retry_after",
        "request_bytes", "response_bytes", "events", "observation_gap",
    ];

    /// <summary>The key and all of them, for a SELECT.</summary>
    public static string List { get; } = "n," + string.Join(',', Names);

    /// <summary>How many there are.</summary>
    public static int Count => Names.Length + 1;

    /// <summary>The key first, then all of them but the start, which the key holds. A row that is already there is left as it is.</summary>
    public static string Insert { get; } =
        $"INSERT INTO exchanges(n,{string.Join(',', Names)}) VALUES({string.Join(',', Enumerable.Repeat('?', Count))}) ON CONFLICT DO NOTHING";
}
