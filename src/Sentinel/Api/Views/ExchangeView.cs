using System.ComponentModel;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>One call as the API shows it. What is not known is null, never 0; durations are milliseconds.</summary>
internal sealed record ExchangeView
{
    [Description("Time-ordered id (UUID version 7).")]
    public required Guid Id { get; init; }

    [Description("W3C trace id of the caller, when it sent a traceparent.")]
    public string? TraceId { get; init; }

    [Description("W3C span id of the caller.")]
    public string? ParentSpanId { get; init; }

    [Description("When the request's head arrived.")]
    public required DateTimeOffset StartedAt { get; init; }

    public required string Upstream { get; init; }

    [Description("OpenTelemetry gen_ai.provider.name.")]
    public required string Provider { get; init; }

    [Description("Wire format spoken.")]
    public required string Dialect { get; init; }

    public required string Operation { get; init; }

    [Description("Model the client asked for.")]
    public string? RequestModel { get; init; }

    [Description("Model the provider says it used.")]
    public string? ResponseModel { get; init; }

    [Description("Application: what it called itself, or a keyed hash of its credential.")]
    public string? App { get; init; }

    public required string Method { get; init; }

    [Description("HTTP status the client saw; null when it left before one was sent.")]
    public int? Status { get; init; }

    [Description("How it ended: ok, client_error, rate_limited, server_error, timeout, client_aborted or upstream_aborted.")]
    public required string Outcome { get; init; }

    [Description("Error word of the provider or the transport; null for a call that ended well.")]
    public string? ErrorType { get; init; }

    public required bool Streamed { get; init; }

    public required TimingView Timing { get; init; }

    public required UsageView Usage { get; init; }

    public required CostView Cost { get; init; }

    [Description("Why generation ended, the same words for every provider.")]
    public required string FinishReason { get; init; }

    [Description("The provider's own word for it.")]
    public string? FinishReasonRaw { get; init; }

    public int? ToolCalls { get; init; }

    public string? SystemFingerprint { get; init; }

    public string? ServiceTier { get; init; }

    public string? ProviderRequestId { get; init; }

    public string? ResponseId { get; init; }

    [Description("What the provider's headers said is left; null when they said nothing.")]
    public RateLimitView? RateLimit { get; init; }

    public required long RequestBytes { get; init; }

    public required long ResponseBytes { get; init; }

    [Description("Events of the stream; 0 for a plain answer.")]
    public required int Events { get; init; }

    [Description("What the observer could not see: none, exchange_limit, byte_budget, unknown_encoding, malformed or observer_failed.")]
    public required string Gap { get; init; }

    public static ExchangeView From(Exchange exchange) => new()
    {
        Id = exchange.Id,
        TraceId = exchange.TraceId,
        ParentSpanId = exchange.ParentSpanId,
        StartedAt = exchange.StartedAt,
        Upstream = exchange.Upstream,
        Provider = exchange.Provider,
        Dialect = exchange.Dialect,
        Operation = exchange.Operation,
        RequestModel = exchange.RequestModel,
        ResponseModel = exchange.ResponseModel,
        App = exchange.App,
        Method = exchange.Method,
        Status = exchange.Status == 0 ? null : exchange.Status,
        Outcome = ExchangeNames.Name(exchange.Outcome),
        ErrorType = exchange.ErrorType,
        Streamed = exchange.Streamed,
        Timing = TimingView.From(exchange.Timing),
        Usage = UsageView.From(exchange.Usage),
        Cost = CostView.From(exchange.Cost),
        FinishReason = ExchangeNames.Name(exchange.FinishReason),
        FinishReasonRaw = exchange.FinishReasonRaw,
        ToolCalls = exchange.ToolCalls,
        SystemFingerprint = exchange.SystemFingerprint,
        ServiceTier = exchange.ServiceTier,
        ProviderRequestId = exchange.ProviderRequestId,
        ResponseId = exchange.ResponseId,
        RateLimit = exchange.RateLimit is { } headroom ? RateLimitView.From(headroom) : null,
        RequestBytes = exchange.RequestBytes,
        ResponseBytes = exchange.ResponseBytes,
        Events = exchange.Events,
        Gap = ExchangeNames.Name(exchange.Gap),
    };
}
