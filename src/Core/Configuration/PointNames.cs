using System.Collections.Frozen;

namespace LlmSentinel.Core.Configuration;

/// <summary>Names of tags and fields the points of a store have; a tag of the user's own cannot be named so.</summary>
public static class PointNames
{
    /// <summary>Every one of them, and <c>time</c>, which each point has.</summary>
    public static FrozenSet<string> Taken { get; } = FrozenSet.ToFrozenSet(
    [
        "time", "app", "model", "operation", "outcome", "upstream", "schema", "started_at", "app_exact", "model_exact",
        "operation_exact", "upstream_exact", "id", "stray_id", "trace_id", "parent_span_id", "provider", "dialect",
        "method", "request_model", "response_model", "status", "error_type", "streamed", "finish_reason", "finish_reason_raw",
        "tool_calls", "system_fingerprint", "service_tier", "provider_request_id", "response_id", "request_bytes", "response_bytes",
        "events", "observation_gap", "duration", "time_to_first_byte", "time_to_first_event", "time_to_first_token",
        "time_to_first_answer", "time_per_output_token", "inter_chunk_mean", "inter_chunk_p95", "inter_chunk_max", "output_chunks",
        "added_request", "added_response", "provider_processing", "usage_source", "input_tokens", "cache_read_tokens",
        "cache_write_tokens", "cache_write_5m_tokens", "cache_write_1h_tokens", "input_audio_tokens", "input_image_tokens",
        "input_video_tokens", "input_tool_tokens", "output_tokens", "reasoning_tokens", "output_audio_tokens", "output_image_tokens",
        "total_reported_tokens", "web_searches", "output_lower_bound", "cost_source", "cost", "cost_input", "cost_cache_read",
        "cost_cache_write", "cost_output", "cost_reasoning", "cost_tools", "price_id", "price_version", "limit_requests",
        "remaining_requests", "limit_tokens", "remaining_tokens", "reset_requests", "reset_tokens", "retry_after",
    ], StringComparer.Ordinal);
}
