namespace LlmSentinel.Storage.Sqlite.Schema.Versions;

/// <summary>
/// The first schema: rows in the order they came in. Columns the summary reads stand first, so that it decodes only the head of each row.
/// </summary>
internal static class Version1
{
    /// <summary>The columns of an exchange but for its key and start, as versions 1 and 2 have them.</summary>
    public const string Columns = """
        id BLOB NOT NULL,
        upstream NOT NULL,
        request_model,
        response_model,
        app,
        operation NOT NULL,
        outcome INTEGER NOT NULL,
        streamed INTEGER NOT NULL,
        duration INTEGER NOT NULL,
        ttfb INTEGER,
        ttft INTEGER,
        tpot INTEGER,
        added_request INTEGER,
        added_response INTEGER,
        usage_source INTEGER NOT NULL,
        input_total INTEGER,
        cache_read INTEGER,
        output_total INTEGER,
        cost_total,
        provider NOT NULL,
        dialect NOT NULL,
        method NOT NULL,
        status INTEGER NOT NULL,
        error_type,
        trace_id,
        parent_span_id,
        ttfe INTEGER,
        ttfa INTEGER,
        gap_mean INTEGER,
        gap_p95 INTEGER,
        gap_max INTEGER,
        output_chunks INTEGER NOT NULL,
        provider_processing INTEGER,
        cache_write INTEGER,
        cache_write_5m INTEGER,
        cache_write_1h INTEGER,
        input_audio INTEGER,
        input_image INTEGER,
        input_video INTEGER,
        input_tool INTEGER,
        reasoning INTEGER,
        output_audio INTEGER,
        output_image INTEGER,
        total_reported INTEGER,
        web_searches INTEGER,
        output_lower_bound INTEGER NOT NULL,
        cost_input,
        cost_cache_read,
        cost_cache_write,
        cost_output,
        cost_reasoning,
        cost_tools,
        cost_source INTEGER NOT NULL,
        price_id,
        price_version,
        finish_reason INTEGER NOT NULL,
        finish_reason_raw,
        tool_calls INTEGER,
        system_fingerprint,
        service_tier,
        provider_request_id,
        response_id,
        rate_limit INTEGER,
        limit_requests INTEGER,
        remaining_requests INTEGER,
        limit_tokens INTEGER,
        remaining_tokens INTEGER,
        reset_requests INTEGER,
        reset_tokens INTEGER,
        retry_after INTEGER,
        request_bytes INTEGER NOT NULL,
        response_bytes INTEGER NOT NULL,
        events INTEGER NOT NULL,
        observation_gap INTEGER NOT NULL
        """;

    public const string Sql = $"""
        CREATE TABLE labels(
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL
        );
        CREATE TABLE exchanges(
            n INTEGER PRIMARY KEY,
            started_at INTEGER NOT NULL,
            {Columns}
        );
        CREATE UNIQUE INDEX exchanges_id ON exchanges(id);
        CREATE INDEX exchanges_started_at ON exchanges(started_at);
        """;
}
