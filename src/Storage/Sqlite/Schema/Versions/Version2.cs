namespace LlmSentinel.Storage.Sqlite.Schema.Versions;

/// <summary>
/// Rows in the order of time, by <see cref="RowKey"/>, and no index; <c>stray_ids</c> finds the rows that their id does not lead to. Rows
/// of one microsecond keep the order they came in.
/// </summary>
internal static class Version2
{
    public const string Sql = $"""
        ALTER TABLE exchanges RENAME TO exchanges_by_arrival;
        DROP INDEX exchanges_id;
        CREATE TABLE exchanges(
            n INTEGER PRIMARY KEY,
            started_at INTEGER GENERATED ALWAYS AS (n >> 11) VIRTUAL,
            {Version1.Columns}
        );
        CREATE TABLE stray_ids(
            id BLOB PRIMARY KEY,
            n INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO exchanges
        SELECT (started_at << 11) | (n & 2047), id, upstream, request_model, response_model, app, operation, outcome, streamed, duration, ttfb, ttft, tpot,
            added_request, added_response, usage_source, input_total, cache_read, output_total, cost_total, provider,
            dialect, method, status, error_type, trace_id, parent_span_id, ttfe, ttfa, gap_mean, gap_p95, gap_max,
            output_chunks, provider_processing, cache_write, cache_write_5m, cache_write_1h, input_audio, input_image,
            input_video, input_tool, reasoning, output_audio, output_image, total_reported, web_searches,
            output_lower_bound, cost_input, cost_cache_read, cost_cache_write, cost_output, cost_reasoning, cost_tools,
            cost_source, price_id, price_version, finish_reason, finish_reason_raw, tool_calls, system_fingerprint,
            service_tier, provider_request_id, response_id, rate_limit, limit_requests, remaining_requests, limit_tokens,
            remaining_tokens, reset_requests, reset_tokens, retry_after, request_bytes, response_bytes, events,
            observation_gap
        FROM exchanges_by_arrival INDEXED BY exchanges_started_at ORDER BY started_at;
        INSERT INTO stray_ids SELECT id, n FROM exchanges
        WHERE substr(hex(id), 1, 13) <> printf('%012X7', started_at / 1000);
        DROP TABLE exchanges_by_arrival;
        """;
}
