using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Writing;

namespace LlmSentinel.Storage.Influx;

/// <summary>
/// An exchange as a point of the measurement <c>llm_exchange</c>. Tags are what series are told apart by and have few values; everything
/// else is a field, ids above all. Durations are seconds, costs US dollars, both floating-point; counts are whole numbers: a field's type
/// is fixed by its first point. What is not known is not there. Where a tag cannot hold a text as it is, a field <c>..._exact</c> does.
/// </summary>
internal static class ExchangeLine
{
    /// <summary>Adds the point.</summary>
    /// <param name="lines">Where to.</param>
    /// <param name="exchange">What to write.</param>
    /// <param name="nanoseconds">Its time since 1970. Two points of the same tags and time are one: the caller keeps them apart.</param>
    /// <param name="tags">Further tags, of the configuration; null for none.</param>
    public static void Write(LineBuffer lines, Exchange exchange, long nanoseconds, PointTags? tags = null)
    {
        lines.Begin("llm_exchange"u8);
        var next = 0;
        var model = exchange.ResponseModel ?? exchange.RequestModel;
        var app = Tag("app"u8, exchange.App);
        var modelTag = Tag("model"u8, model);
        var operation = Tag("operation"u8, exchange.Operation);
        Tag("outcome"u8, ExchangeNames.Name(exchange.Outcome));
        var upstream = Tag("upstream"u8, exchange.Upstream);
        tags?.AddBefore(lines, default, ref next);

        lines.Field("schema"u8, ExchangePoints.Schema);
        if (!app)
            lines.Field("app_exact"u8, exchange.App);
        if (!modelTag)
            lines.Field("model_exact"u8, model);
        if (!operation)
            lines.Field("operation_exact"u8, exchange.Operation);
        if (!upstream)
            lines.Field("upstream_exact"u8, exchange.Upstream);
        WriteStart(lines, exchange, nanoseconds);
        WriteCall(lines, exchange);
        WriteTiming(lines, exchange.Timing);
        WriteUsage(lines, exchange.Usage);
        WriteCost(lines, exchange.Cost);
        if (exchange.RateLimit is { } limit)
            WriteRateLimit(lines, limit);
        lines.End(nanoseconds);

        bool Tag(ReadOnlySpan<byte> key, string? value)
        {
            tags?.AddBefore(lines, key, ref next);
            return lines.Tag(key, value);
        }
    }

    // The time of a point is its exchange's start, to the microsecond, unless the caller had to move it further than that.
    private static void WriteStart(LineBuffer lines, Exchange exchange, long nanoseconds)
    {
        var start = PointTime.Microseconds(exchange.StartedAt);
        if (PointTime.Microseconds(nanoseconds) != start)
            lines.Field("started_at"u8, start);
    }

    private static void WriteCall(LineBuffer lines, Exchange exchange)
    {
        Span<char> id = stackalloc char[36];
        exchange.Id.TryFormat(id, out _);
        lines.Field("id"u8, id);
        // Such an id does not lead to its point's time: where they are few, they are found all the same.
        if (PointTime.Range(exchange.Id) is not { } range || exchange.StartedAt < range.From || exchange.StartedAt >= range.To)
            lines.Field("stray_id"u8, id);
        lines.Field("trace_id"u8, exchange.TraceId);
        lines.Field("parent_span_id"u8, exchange.ParentSpanId);
        lines.Field("provider"u8, exchange.Provider);
        lines.Field("dialect"u8, exchange.Dialect);
        lines.Field("method"u8, exchange.Method);
        lines.Field("request_model"u8, exchange.RequestModel);
        lines.Field("response_model"u8, exchange.ResponseModel);
        lines.Field("status"u8, exchange.Status);
        lines.Field("error_type"u8, exchange.ErrorType);
        lines.Field("streamed"u8, exchange.Streamed);
        lines.Field("finish_reason"u8, ExchangeNames.Name(exchange.FinishReason));
        lines.Field("finish_reason_raw"u8, exchange.FinishReasonRaw);
        lines.Field("tool_calls"u8, exchange.ToolCalls);
        lines.Field("system_fingerprint"u8, exchange.SystemFingerprint);
        lines.Field("service_tier"u8, exchange.ServiceTier);
        lines.Field("provider_request_id"u8, exchange.ProviderRequestId);
        lines.Field("response_id"u8, exchange.ResponseId);
        lines.Field("request_bytes"u8, exchange.RequestBytes);
        lines.Field("response_bytes"u8, exchange.ResponseBytes);
        lines.Field("events"u8, exchange.Events);
        if (exchange.Gap != ObservationGap.None)
            lines.Field("observation_gap"u8, ExchangeNames.Name(exchange.Gap));
    }

    private static void WriteTiming(LineBuffer lines, ExchangeTiming timing)
    {
        lines.Field("duration"u8, timing.Duration);
        lines.Field("time_to_first_byte"u8, timing.TimeToFirstByte);
        lines.Field("time_to_first_event"u8, timing.TimeToFirstEvent);
        lines.Field("time_to_first_token"u8, timing.TimeToFirstToken);
        lines.Field("time_to_first_answer"u8, timing.TimeToFirstAnswer);
        lines.Field("time_per_output_token"u8, timing.TimePerOutputToken);
        lines.Field("inter_chunk_mean"u8, timing.InterChunkMean);
        lines.Field("inter_chunk_p95"u8, timing.InterChunkP95);
        lines.Field("inter_chunk_max"u8, timing.InterChunkMax);
        lines.Field("output_chunks"u8, timing.OutputChunks);
        lines.Field("added_request"u8, timing.AddedRequest);
        lines.Field("added_response"u8, timing.AddedResponse);
        lines.Field("provider_processing"u8, timing.ProviderProcessing);
    }

    private static void WriteUsage(LineBuffer lines, TokenUsage usage)
    {
        lines.Field("usage_source"u8, ExchangeNames.Name(usage.Source));
        lines.Field("input_tokens"u8, usage.InputTotal);
        lines.Field("cache_read_tokens"u8, usage.CacheRead);
        lines.Field("cache_write_tokens"u8, usage.CacheWrite);
        lines.Field("cache_write_5m_tokens"u8, usage.CacheWrite5m);
        lines.Field("cache_write_1h_tokens"u8, usage.CacheWrite1h);
        lines.Field("input_audio_tokens"u8, usage.InputAudio);
        lines.Field("input_image_tokens"u8, usage.InputImage);
        lines.Field("input_video_tokens"u8, usage.InputVideo);
        lines.Field("input_tool_tokens"u8, usage.InputTool);
        lines.Field("output_tokens"u8, usage.OutputTotal);
        lines.Field("reasoning_tokens"u8, usage.Reasoning);
        lines.Field("output_audio_tokens"u8, usage.OutputAudio);
        lines.Field("output_image_tokens"u8, usage.OutputImage);
        lines.Field("total_reported_tokens"u8, usage.TotalReported);
        lines.Field("web_searches"u8, usage.WebSearches);
        if (usage.OutputIsLowerBound)
            lines.Field("output_lower_bound"u8, true);
    }

    private static void WriteCost(LineBuffer lines, ExchangeCost cost)
    {
        lines.Field("cost_source"u8, ExchangeNames.Name(cost.Source));
        lines.Field("cost"u8, cost.Total);
        lines.Field("cost_input"u8, cost.Input);
        lines.Field("cost_cache_read"u8, cost.CacheRead);
        lines.Field("cost_cache_write"u8, cost.CacheWrite);
        lines.Field("cost_output"u8, cost.Output);
        lines.Field("cost_reasoning"u8, cost.Reasoning);
        lines.Field("cost_tools"u8, cost.Tools);
        lines.Field("price_id"u8, cost.PriceId);
        lines.Field("price_version"u8, cost.PriceVersion);
    }

    private static void WriteRateLimit(LineBuffer lines, RateLimitHeadroom limit)
    {
        lines.Field("limit_requests"u8, limit.LimitRequests);
        lines.Field("remaining_requests"u8, limit.RemainingRequests);
        lines.Field("limit_tokens"u8, limit.LimitTokens);
        lines.Field("remaining_tokens"u8, limit.RemainingTokens);
        lines.Field("reset_requests"u8, limit.ResetRequests);
        lines.Field("reset_tokens"u8, limit.ResetTokens);
        lines.Field("retry_after"u8, limit.RetryAfter);
    }
}
