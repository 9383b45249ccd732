using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// Forwards the plain case straight from connection to connection: HTTP/1.1 on both sides, in clear text towards the upstream, nothing to
/// upgrade or to wait for. Everything else is YARP's. Judges failures as YARP's forwarder does.
/// </summary>
internal static class Http1Forwarder
{
    /// <summary>True when the call is such a plain one.</summary>
    public static bool Takes(HttpContext context, ObservedExchange exchange)
    {
        var request = context.Request;
        return exchange.Route.Connections is not null && HttpProtocol.IsHttp11(request.Protocol) && request.Headers.Upgrade.Count == 0
            && request.Headers.Expect.Count == 0 && !HttpMethods.IsConnect(request.Method)
            && !exchange.PathAndQuery.AsSpan().ContainsAnyExcept(Http1Address.Printable);
    }

    /// <summary>Relays the request and its answer. Does not throw.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwardResult> SendAsync(HttpContext context, ObservedExchange exchange)
    {
        exchange.Attach(context);
        using var clientLeaves = exchange.Deadline.CancelWith(context.RequestAborted);
        var pool = exchange.Route.Connections!;
        var hasBody = exchange.Held is not null || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;
        exchange.OnSending(exchange.Route.Addresses[0].Uri, Stopwatch.GetTimestamp());

        if (pool.TryTake() is { } used)
        {
            var result = await CallAsync(context, exchange, pool, used, hasBody);

            // The upstream closed it as the call was on its way. What may be done twice is done again (RFC 9110, section 9.2.2).
            if (result.Error != ForwarderError.Request || used.HasHeard || hasBody || !IsRepeatable(context.Request.Method)
                || exchange.Deadline.Token.IsCancellationRequested)
                return result;
        }

        Http1Connection opened;
        try
        {
            opened = await pool.OpenAsync(exchange.Deadline.Token);
        }
        catch (Exception e)
        {
            return RequestFailed(context, exchange, new ForwardResult(ForwarderError.Request, e));
        }

        return await CallAsync(context, exchange, pool, opened, hasBody);
    }

    /// <summary>The call over one connection, which is given back or ended.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwardResult> CallAsync(
        HttpContext context, ObservedExchange exchange, Http1ConnectionPool pool, Http1Connection connection, bool hasBody)
    {
        var givenBack = false;
        try
        {
            connection.EndWith(exchange.Deadline.Token);
            var sent = await RequestSender.SendAsync(context, exchange, connection, pool.Address, hasBody);
            if (sent is { Error: not ForwarderError.None, Exception: not SocketException } or { Error: ForwarderError.RequestBodyClient })
                return RequestFailed(context, exchange, sent);

            int head;
            try
            {
                // On a connection that takes no more as well: an upstream may answer and close before it has read all of a request.
                head = await HeadReader.ReceiveAsync(connection);
            }
            catch (Exception e)
            {
                return RequestFailed(context, exchange, sent.Error != ForwarderError.None ? sent : new ForwardResult(ForwarderError.Request, e));
            }

            exchange.LetBodyGo();
            (var result, givenBack) = await AnswerRelay.RelayAsync(
                context, exchange, pool, connection, head, wasSent: sent.Error == ForwarderError.None);
            if (result.Error != ForwarderError.None && context.Response.HasStarted)
                exchange.CutResponse();
            return result;
        }
        finally
        {
            if (!givenBack)
                connection.Dispose();
        }
    }

    private static ForwardResult RequestFailed(HttpContext context, ObservedExchange exchange, ForwardResult failed)
    {
        if (failed is { Error: ForwarderError.RequestBodyClient, Exception: not OperationCanceledException })
        {
            if (failed.Exception is BadHttpRequestException bad)
                context.Response.StatusCode = bad.StatusCode;
            return failed;
        }

        // A connection that was ended by a timeout or because the client left fails in ways that say nothing.
        if (!exchange.Deadline.Token.IsCancellationRequested && failed.Exception is not OperationCanceledException)
            return failed;
        var error = context.RequestAborted.IsCancellationRequested ? ForwarderError.RequestCanceled : ForwarderError.RequestTimedOut;
        return failed with { Error = error };
    }

    private static bool IsRepeatable(string method) => !HttpMethods.IsPost(method) && !HttpMethods.IsPatch(method);
}
