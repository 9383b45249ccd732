using static LlmSentinel.Core.Recording.Points.PointTypes;

namespace LlmSentinel.Core.Recording.Points;

/// <summary>The measurement <c>llm_exchange</c>: one point an exchange. What is not known is not there.</summary>
public static class ExchangePoints
{
    /// <summary>Name of the measurement.</summary>
    public const string Measurement = "llm_exchange";

    /// <summary>Version of the names and types below, as the field <c>schema</c> of every point.</summary>
    public const int Schema = 1;

    /// <summary>Behind a tag's name, the name of the field that holds its text where the tag cannot.</summary>
    public const string Exact = "_exact";

    /// <summary>Its tags and fields.</summary>
    public static IReadOnlyList<PointField> Columns { get; } =
    [
        new("upstream", Tag, "", "upstream name"),
        new("model", Tag, "", "model that responded, or the requested one where none did"),
        new("operation", Tag, "", "operation: `chat`, `embeddings`, ..."),
        new("app", Tag, "", "calling application, where known"),
        new("outcome", Tag, "", "how it ended: `ok`, `client_error`, `rate_limited`, `server_error`, `timeout`, `client_aborted`, `upstream_aborted`"),

        new("schema", Integer, "", "version of names and types: 1"),
        new("id", Text, "", "id of the exchange, a UUID"),
        new("stray_id", Text, "", "the same, where the id does not lead to the point's time: it is not of version 7, or of another millisecond"),
        new("started_at", Integer, "us", "start since 1970, where it is not the microsecond of the point's time"),
        new("upstream_exact", Text, "", "upstream, where the tag cannot hold it as it is"),
        new("model_exact", Text, "", "model, likewise"),
        new("operation_exact", Text, "", "operation, likewise"),
        new("app_exact", Text, "", "application, likewise"),

        new("trace_id", Text, "", "W3C trace id of the caller"),
        new("parent_span_id", Text, "", "W3C span id of the caller"),
        new("provider", Text, "", "`gen_ai.provider.name`"),
        new("dialect", Text, "", "wire format"),
        new("method", Text, "", "HTTP method"),
        new("request_model", Text, "", "model asked for"),
        new("response_model", Text, "", "model the provider names"),
        new("status", Integer, "", "HTTP status the client saw; 0 when it left before"),
        new("error_type", Text, "", "error word"),
        new("streamed", Flag, "", "answered as a stream of events"),
        new("finish_reason", Text, "", "why generation ended"),
        new("finish_reason_raw", Text, "", "the provider's word for it"),
        new("tool_calls", Integer, "", "tool calls asked for"),
        new("system_fingerprint", Text, "", "the provider's fingerprint of its configuration"),
        new("service_tier", Text, "", "service tier of the answer"),
        new("provider_request_id", Text, "", "the provider's request id"),
        new("response_id", Text, "", "the answer's own id"),
        new("request_bytes", Integer, "By", "body sent upstream"),
        new("response_bytes", Integer, "By", "body received"),
        new("events", Integer, "", "events of the stream"),
        new("observation_gap", Text, "", "what could not be observed; not there when all was"),

        new("duration", Float, "s", "whole duration"),
        new("time_to_first_byte", Float, "s", "from the request sent to the first byte of the response head"),
        new("time_to_first_event", Float, "s", "to the first event of the stream"),
        new("time_to_first_token", Float, "s", "to the first output"),
        new("time_to_first_answer", Float, "s", "to the first output that is not reasoning"),
        new("time_per_output_token", Float, "s", "first to last output, by output tokens less one"),
        new("inter_chunk_mean", Float, "s", "mean gap between outputs"),
        new("inter_chunk_p95", Float, "s", "95th percentile of the gaps"),
        new("inter_chunk_max", Float, "s", "longest gap"),
        new("output_chunks", Integer, "", "outputs of the stream"),
        new("added_request", Float, "s", "the sidecar's own time on the way up"),
        new("added_response", Float, "s", "the sidecar's own time on the way down"),
        new("provider_processing", Float, "s", "time the provider says it took"),

        new("usage_source", Text, "", "`reported`, `reported_partial`, `estimated`, `none`"),
        new("input_tokens", Integer, "{token}", "input, cached included"),
        new("cache_read_tokens", Integer, "{token}", "of the input, read from the provider's cache"),
        new("cache_write_tokens", Integer, "{token}", "of the input, written to it"),
        new("cache_write_5m_tokens", Integer, "{token}", "of these, kept for five minutes"),
        new("cache_write_1h_tokens", Integer, "{token}", "of these, kept for an hour"),
        new("input_audio_tokens", Integer, "{token}", "audio of the input"),
        new("input_image_tokens", Integer, "{token}", "images of the input"),
        new("input_video_tokens", Integer, "{token}", "video of the input"),
        new("input_tool_tokens", Integer, "{token}", "put into the prompt by the provider's tools"),
        new("output_tokens", Integer, "{token}", "output, reasoning included"),
        new("reasoning_tokens", Integer, "{token}", "of the output, reasoning"),
        new("output_audio_tokens", Integer, "{token}", "of the output, audio"),
        new("output_image_tokens", Integer, "{token}", "of the output, images"),
        new("total_reported_tokens", Integer, "{token}", "the provider's own total"),
        new("web_searches", Integer, "", "searches billed apart"),
        new("output_lower_bound", Flag, "", "true where hidden output is not in an estimate"),

        new("cost_source", Text, "", "`catalogue`, `provider`, `local`, `unknown`"),
        new("cost", Float, "{USD}", "whole cost; not there when nobody knows it"),
        new("cost_input", Float, "{USD}", "input that was not cached"),
        new("cost_cache_read", Float, "{USD}", "input read from the cache"),
        new("cost_cache_write", Float, "{USD}", "input written to it"),
        new("cost_output", Float, "{USD}", "output without reasoning"),
        new("cost_reasoning", Float, "{USD}", "reasoning"),
        new("cost_tools", Float, "{USD}", "fees per search or request"),
        new("price_id", Text, "", "row of the price list"),
        new("price_version", Text, "", "version of the price list"),

        new("limit_requests", Integer, "", "requests allowed in a window"),
        new("remaining_requests", Integer, "", "requests left in it"),
        new("limit_tokens", Integer, "{token}", "tokens allowed in a window"),
        new("remaining_tokens", Integer, "{token}", "tokens left in it"),
        new("reset_requests", Float, "s", "until the window of requests is full again"),
        new("reset_tokens", Float, "s", "until the window of tokens is full again"),
        new("retry_after", Float, "s", "how long the provider asks to wait"),
    ];
}
