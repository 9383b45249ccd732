namespace LlmSentinel.Core.Exchanges;

/// <summary>
/// One request and its response as observed: what it was, what it took, what it cost. Holds no header values,
/// no query string and no text of prompt or answer.
/// </summary>
public sealed record Exchange
{
    /// <summary>Time-ordered unique id (UUID version 7).</summary>
    public required Guid Id { get; init; }

    /// <summary>W3C trace id (32 hex digits) of the caller, when it sent a <c>traceparent</c>.</summary>
    public string? TraceId { get; init; }

    /// <summary>W3C span id (16 hex digits) of the caller, when it sent a <c>traceparent</c>.</summary>
    public string? ParentSpanId { get; init; }

    /// <summary>True when that <c>traceparent</c> carried the sampled flag. For spans only; not kept in rows.</summary>
    public bool ParentSampled { get; init; }

    /// <summary>When the request's head arrived.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The upstream's name in the configuration.</summary>
    public required string Upstream { get; init; }

    /// <summary>The OpenTelemetry <c>gen_ai.provider.name</c>.</summary>
    public required string Provider { get; init; }

    /// <summary>Host of the destination the call went to, without port, path or credentials; null when none was chosen. Not kept in rows.</summary>
    public string? ServerAddress { get; init; }

    /// <summary>Its port. Not kept in rows.</summary>
    public int? ServerPort { get; init; }

    /// <summary>The dialect's name, <see cref="Wire.DialectNames"/>.</summary>
    public required string Dialect { get; init; }

    /// <summary>The operation's name, <see cref="Wire.OperationNames"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>The model the client asked for; null when it named none.</summary>
    public string? RequestModel { get; init; }

    /// <summary>The model the provider says it used.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>The calling application: the app header's value or a keyed hash of its credential.</summary>
    public string? App { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Status the client saw; 0 when the client left before one was sent.</summary>
    public int Status { get; init; }

    /// <summary>How it ended.</summary>
    public ExchangeOutcome Outcome { get; init; }

    /// <summary>Short, bounded error word (for OpenTelemetry's <c>error.type</c>): an error code, never free text.</summary>
    public string? ErrorType { get; init; }

    /// <summary>True when the answer was a stream of events.</summary>
    public bool Streamed { get; init; }

    /// <summary>Durations.</summary>
    public required ExchangeTiming Timing { get; init; }

    /// <summary>Token counts.</summary>
    public TokenUsage Usage { get; init; } = TokenUsage.None;

    /// <summary>Cost in US dollars.</summary>
    public ExchangeCost Cost { get; init; } = ExchangeCost.Unknown;

    /// <summary>Why generation ended.</summary>
    public FinishReason FinishReason { get; init; }

    /// <summary>The provider's own word for it.</summary>
    public string? FinishReasonRaw { get; init; }

    /// <summary>Tool calls the model asked for; null when the dialect has none.</summary>
    public int? ToolCalls { get; init; }

    /// <summary>OpenAI's <c>system_fingerprint</c>.</summary>
    public string? SystemFingerprint { get; init; }

    /// <summary>Service tier of the response (priority, flex, batch, ...), lower case.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>The provider's request id header.</summary>
    public string? ProviderRequestId { get; init; }

    /// <summary>The response's own id (<c>chatcmpl-...</c>, <c>msg_...</c>).</summary>
    public string? ResponseId { get; init; }

    /// <summary>Rate-limit headroom, null when the provider told nothing.</summary>
    public RateLimitHeadroom? RateLimit { get; init; }

    /// <summary>Bytes of the request body sent upstream.</summary>
    public long RequestBytes { get; init; }

    /// <summary>Bytes of the response body received from upstream.</summary>
    public long ResponseBytes { get; init; }

    /// <summary>Events of the stream; 0 for a plain answer.</summary>
    public int Events { get; init; }

    /// <summary>Rate at which the call was chosen to be sampled; null when it was not. Not kept in rows.</summary>
    public double? SampleRate { get; init; }

    /// <summary>What the observer could not see, if anything.</summary>
    public ObservationGap Gap { get; init; }
}
