using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>A point of <c>llm_exchange</c> as the exchange it was made from: the way back from <see cref="ExchangeLine"/>.</summary>
internal static class ExchangePoint
{
    /// <summary>The exchange; null for a point without an id, which somebody else wrote.</summary>
    public static Exchange? Read(PointRow row) => Guid.TryParse(row.Text("id"), out var id) ? Read(row, id) : null;

    private static Exchange Read(PointRow row, Guid id) => new()
    {
        Id = id,
        StartedAt = PointTime.ToTime(row.Number("started_at") ?? PointTime.Microseconds(row.Time)),
        TraceId = row.Text("trace_id"),
        ParentSpanId = row.Text("parent_span_id"),
        Upstream = Tag(row, "upstream") ?? "",
        Provider = row.Text("provider") ?? "",
        Dialect = row.Text("dialect") ?? "",
        Operation = Tag(row, "operation") ?? "",
        RequestModel = row.Text("request_model"),
        ResponseModel = row.Text("response_model"),
        App = Tag(row, "app"),
        Method = row.Text("method") ?? "",
        Status = Int(row, "status") ?? 0,
        Outcome = Word(row.Tag("outcome"), ExchangeNames.ParseOutcome),
        ErrorType = row.Text("error_type"),
        Streamed = row.Flag("streamed") ?? false,
        Timing = Timing(row),
        Usage = Usage(row),
        Cost = Cost(row),
        FinishReason = Word(row.Text("finish_reason"), ExchangeNames.ParseFinishReason),
        FinishReasonRaw = row.Text("finish_reason_raw"),
        ToolCalls = Int(row, "tool_calls"),
        SystemFingerprint = row.Text("system_fingerprint"),
        ServiceTier = row.Text("service_tier"),
        ProviderRequestId = row.Text("provider_request_id"),
        ResponseId = row.Text("response_id"),
        RateLimit = RateLimit(row),
        RequestBytes = row.Number("request_bytes") ?? 0,
        ResponseBytes = row.Number("response_bytes") ?? 0,
        Events = Int(row, "events") ?? 0,
        Gap = Word(row.Text("observation_gap"), ExchangeNames.ParseGap),
    };

    /// <summary>The text of a tag, from the field beside it where the tag could not hold it.</summary>
    public static string? Tag(PointRow row, string tag) => row.Text(tag + ExchangePoints.Exact) ?? row.Tag(tag);

    private static ExchangeTiming Timing(PointRow row) => new()
    {
        Duration = row.Duration("duration") ?? TimeSpan.Zero,
        TimeToFirstByte = row.Duration("time_to_first_byte"),
        TimeToFirstEvent = row.Duration("time_to_first_event"),
        TimeToFirstToken = row.Duration("time_to_first_token"),
        TimeToFirstAnswer = row.Duration("time_to_first_answer"),
        TimePerOutputToken = row.Duration("time_per_output_token"),
        InterChunkMean = row.Duration("inter_chunk_mean"),
        InterChunkP95 = row.Duration("inter_chunk_p95"),
        InterChunkMax = row.Duration("inter_chunk_max"),
        OutputChunks = Int(row, "output_chunks") ?? 0,
        AddedRequest = row.Duration("added_request"),
        AddedResponse = row.Duration("added_response"),
        ProviderProcessing = row.Duration("provider_processing"),
    };

    private static TokenUsage Usage(PointRow row) => new()
    {
        Source = Word(row.Text("usage_source"), ExchangeNames.ParseUsageSource),
        InputTotal = row.Number("input_tokens"),
        CacheRead = row.Number("cache_read_tokens"),
        CacheWrite = row.Number("cache_write_tokens"),
        CacheWrite5m = row.Number("cache_write_5m_tokens"),
        CacheWrite1h = row.Number("cache_write_1h_tokens"),
        InputAudio = row.Number("input_audio_tokens"),
        InputImage = row.Number("input_image_tokens"),
        InputVideo = row.Number("input_video_tokens"),
        InputTool = row.Number("input_tool_tokens"),
        OutputTotal = row.Number("output_tokens"),
        Reasoning = row.Number("reasoning_tokens"),
        OutputAudio = row.Number("output_audio_tokens"),
        OutputImage = row.Number("output_image_tokens"),
        TotalReported = row.Number("total_reported_tokens"),
        WebSearches = row.Number("web_searches"),
        OutputIsLowerBound = row.Flag("output_lower_bound") ?? false,
    };

    private static ExchangeCost Cost(PointRow row) => new()
    {
        Source = Word(row.Text("cost_source"), ExchangeNames.ParseCostSource),
        Total = row.Amount("cost"),
        Input = row.Amount("cost_input"),
        CacheRead = row.Amount("cost_cache_read"),
        CacheWrite = row.Amount("cost_cache_write"),
        Output = row.Amount("cost_output"),
        Reasoning = row.Amount("cost_reasoning"),
        Tools = row.Amount("cost_tools"),
        PriceId = row.Text("price_id"),
        PriceVersion = row.Text("price_version"),
    };

    private static RateLimitHeadroom? RateLimit(PointRow row)
    {
        var limit = new RateLimitHeadroom
        {
            LimitRequests = row.Number("limit_requests"),
            RemainingRequests = row.Number("remaining_requests"),
            LimitTokens = row.Number("limit_tokens"),
            RemainingTokens = row.Number("remaining_tokens"),
            ResetRequests = row.Duration("reset_requests"),
            ResetTokens = row.Duration("reset_tokens"),
            RetryAfter = row.Duration("retry_after"),
        };
        return limit == new RateLimitHeadroom() ? null : limit;
    }

    private static int? Int(PointRow row, string column) =>
        row.Number(column) is { } number ? (int)long.Clamp(number, int.MinValue, int.MaxValue) : null;

    // A later version may have words this one does not know: it is then as if nothing were told.
    private static T Word<T>(string? word, Func<string, T?> parse)
        where T : struct => word is null ? default : parse(word) ?? default;
}
