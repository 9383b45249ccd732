using LlmSentinel.Core.Wire;
using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>Tells who ended a call from what the forwarder says.</summary>
internal static class EndReasons
{
    /// <remarks>
    /// The error is looked at before the client's abort: when the upstream breaks off mid-body YARP aborts the client's connection
    /// itself, and that must not look like the client leaving.
    /// </remarks>
    public static EndReason Of(ForwarderError error, TimeoutKind expired, bool clientGone, bool headArrived)
    {
        if (expired != TimeoutKind.None)
            return EndReason.TimedOut;
        return error switch
        {
            ForwarderError.NoAvailableDestinations => EndReason.NoDestination,
            ForwarderError.ResponseBodyDestination or ForwarderError.UpgradeResponseDestination or ForwarderError.UpgradeRequestDestination
                => EndReason.UpstreamAborted,
            ForwarderError.RequestTimedOut => EndReason.TimedOut,
            ForwarderError.RequestBodyClient => clientGone ? EndReason.ClientAborted : EndReason.BadRequestBody,
            ForwarderError.Request or ForwarderError.RequestBodyDestination or ForwarderError.RequestCreation or ForwarderError.ResponseHeaders
                => clientGone ? EndReason.ClientAborted : headArrived ? EndReason.UpstreamAborted : EndReason.UpstreamUnreachable,
            _ => EndReason.ClientAborted,
        };
    }

    /// <summary>
    /// True when the client ended its connection in the middle of its body. The server says so in an exception before it
    /// cancels the request.
    /// </summary>
    public static bool ClientBrokeOff(Exception? exception) => exception switch
    {
        ConnectionResetException => true,
        BadHttpRequestException bad => bad.Message.StartsWith("Unexpected end of request content", StringComparison.Ordinal),
        AggregateException several => several.InnerExceptions.Any(ClientBrokeOff),
        _ => exception?.InnerException is { } inner && ClientBrokeOff(inner),
    };

    /// <summary>The same as the outcome rules know it.</summary>
    public static ExchangeEnd Seen(EndReason end) => end switch
    {
        EndReason.Completed => ExchangeEnd.Complete,
        EndReason.ClientAborted => ExchangeEnd.ClientAborted,
        EndReason.TimedOut => ExchangeEnd.TimedOut,
        EndReason.BadRequestBody => ExchangeEnd.BadRequest,
        _ => ExchangeEnd.UpstreamAborted,
    };

    /// <summary>The answer to a client whose call failed before the response's head.</summary>
    /// <param name="end">Why.</param>
    /// <param name="expired">The timeout that struck.</param>
    /// <param name="upstream">Upstream name.</param>
    /// <param name="status">Status the forwarder chose; kept for request bodies that broke HTTP's rules.</param>
    public static SentinelError Answer(EndReason end, TimeoutKind expired, string upstream, int status) => end switch
    {
        EndReason.TimedOut => SentinelErrors.TimedOut(upstream, expired switch
        {
            TimeoutKind.Headers => "headers",
            TimeoutKind.Idle => "idle",
            TimeoutKind.Total => "total",
            _ => "connect",
        }),
        EndReason.NoDestination => SentinelErrors.Unavailable(upstream),
        EndReason.BadRequestBody => SentinelErrors.Body(status is >= 400 and < 500 ? status : 400),
        _ => SentinelErrors.Unreachable(upstream),
    };
}
