using LlmSentinel.Core.Wire;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>The errors the sentinel answers with itself. Each code stands in docs/errors.md.</summary>
internal static class SentinelErrors
{
    public const string UpstreamUnreachable = "sentinel_upstream_unreachable";
    public const string UpstreamTimeout = "sentinel_upstream_timeout";
    public const string NoDestination = "sentinel_no_destination";
    public const string UnknownUpstream = "sentinel_unknown_upstream";
    public const string BadTarget = "sentinel_bad_target";
    public const string BadRequestBody = "sentinel_bad_request_body";

    /// <summary>Response header that carries the code, so that a client can tell the sentinel's errors from the provider's.</summary>
    public const string Header = "x-sentinel-error";

    public static SentinelError Unreachable(string upstream) => new(502, UpstreamUnreachable,
        $"LlmSentinel: upstream {upstream} could not be reached or closed the connection before answering.");

    public static SentinelError TimedOut(string upstream, string which) => new(504, UpstreamTimeout,
        $"LlmSentinel: upstream {upstream} did not answer within its {which} timeout.");

    public static SentinelError Unavailable(string upstream) => new(503, NoDestination,
        $"LlmSentinel: upstream {upstream} has no healthy destination.");

    public static SentinelError Unknown(string known) => new(404, UnknownUpstream,
        $"LlmSentinel: the path names no upstream and there is no default upstream. Known upstreams: {known}.");

    public static SentinelError Target { get; } = new(400, BadTarget,
        "LlmSentinel: the request target is refused: it holds '.' or '..' segments, a control character or a fragment.");

    public static SentinelError Body(int status) => new(status, BadRequestBody,
        "LlmSentinel: the request body could not be read to its end.");
}
