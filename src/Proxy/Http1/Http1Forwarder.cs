using System.Buffers;
using System.Diagnostics;
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwardResult> CallAsync(
        HttpContext context, ObservedExchange exchange, Http1ConnectionPool pool, Http1Connection connection, bool hasBody)
    {
        var cancelled = exchange.Deadline.Token.UnsafeRegister(static connection => ((Http1Connection)connection!).Dispose(), connection);
        var reusable = false;
        try
        {
            var sent = await RequestSender.SendAsync(context, exchange, connection, pool.Address, hasBody);
            if (sent.Error == ForwarderError.RequestBodyClient)
                return RequestFailed(context, exchange, sent);

            int head;
            try
            {
                // Of a request that could not be sent as well: an upstream may answer and close before it has read all of it.
                head = await HeadReader.ReceiveAsync(connection);
            }
            catch (Exception e)
            {
                return RequestFailed(context, exchange, sent.Error != ForwarderError.None ? sent : new ForwardResult(ForwarderError.Request, e));
            }

            exchange.LetBodyGo();
            (var result, reusable) = await RelayAsync(context, exchange, connection, pool.Headers, head);
            reusable &= sent.Error == ForwarderError.None;
            if (result.Error != ForwarderError.None && context.Response.HasStarted)
                exchange.CutResponse();
            return result;
        }
        finally
        {
            // Waits for an abort that is under way: a connection that is given back must not be ended any more.
            cancelled.Dispose();
            if (reusable && !exchange.Deadline.Token.IsCancellationRequested)
                pool.Return(connection);
            else
                connection.Dispose();
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<(ForwardResult Result, bool Reusable)> RelayAsync(
        HttpContext context, ObservedExchange exchange, Http1Connection connection, HeaderCache cache, int headLength)
    {
        ArrayBufferWriter<byte>? trailers = null;
        ResponseBody body;
        bool reusable;
        try
        {
            var head = new HeadCopier(context, exchange, cache);
            head.Copy(connection.Received.Span[..headLength], Stopwatch.GetTimestamp());
            connection.Consume(headLength);
            reusable = head.KeepsConnection;
            if (head.AnnouncesTrailers && exchange.Stripper is null)
            {
                trailers = new ArrayBufferWriter<byte>();
                context.Response.Headers.TransferEncoding = "chunked";
                exchange.ResponseTap.SendsTrailers = true;
            }

            var (end, length) = head.Body;
            body = new ResponseBody(end, length, trailers);
        }
        catch (Exception e)
        {
            return (new ForwardResult(ForwarderError.ResponseHeaders, e), false);
        }

        var tap = exchange.ResponseTap;
        var cancellation = exchange.Deadline.Token;
        var side = ForwarderError.ResponseBodyDestination;
        var arrived = false;
        try
        {
            while (true)
            {
                var data = body.Take(connection);
                if (!arrived && (!data.IsEmpty || body.IsDone))
                {
                    arrived = true;
                    exchange.OnBodyArrived(Stopwatch.GetTimestamp());
                }

                if (!data.IsEmpty)
                {
                    side = ForwarderError.ResponseBodyClient;
                    await tap.WriteAsync(data, cancellation);
                    side = ForwarderError.ResponseBodyDestination;
                }

                if (body.IsDone)
                    break;

                // A head whose body is not there yet leaves by itself, and only once; with a short answer it leaves in one piece.
                var receive = connection.ReceiveAsync();
                if (!arrived && !receive.IsCompleted && !context.Response.HasStarted)
                    await PassHeadOnAsync(context, cancellation);
                if (await receive > 0)
                    continue;
                if (!body.EndsWithConnection)
                    throw new Http1Exception("The upstream closed the connection in the middle of its answer.");
                reusable = false;
                break;
            }

            exchange.OnResponseComplete();
            side = ForwarderError.ResponseBodyClient;
            if (trailers is not null)
                await tap.WriteTrailersAsync(ChunkedTrailers.End(trailers.WrittenSpan), cancellation);
            return (default, reusable && connection.IsDrained);
        }
        catch (Exception e)
        {
            return (new ForwardResult(cancellation.IsCancellationRequested ? ForwarderError.ResponseBodyCanceled : side, e), false);
        }
    }

    private static async ValueTask PassHeadOnAsync(HttpContext context, CancellationToken cancellation)
    {
        try
        {
            await context.Response.Body.FlushAsync(cancellation);
        }
        catch (Exception)
        {
            // The client's side failed: shows again, and is judged, when the body is written.
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
