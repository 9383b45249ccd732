using System.Buffers;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Http1;

/// <summary>Passes an answer on to the client, piece by piece as it comes in.</summary>
internal static class AnswerRelay
{
    /// <summary>Relays the answer. Does not throw.</summary>
    /// <param name="context">The client's call.</param>
    /// <param name="exchange">The same as observed.</param>
    /// <param name="pool">Where the connection goes once the answer has been received, if it can be used again.</param>
    /// <param name="connection">Holds the head.</param>
    /// <param name="headLength">Bytes of it.</param>
    /// <param name="wasSent">False when the upstream did not take all of the request: the connection is then of no more use.</param>
    /// <returns>What came of it, and whether the connection was given back.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(ForwardResult Result, bool GivenBack)> RelayAsync(
        HttpContext context, ObservedExchange exchange, Http1ConnectionPool pool, Http1Connection connection, int headLength, bool wasSent)
    {
        ArrayBufferWriter<byte>? trailers;
        ResponseBody body;
        var reusable = wasSent;
        try
        {
            var head = new HeadCopier(context, exchange, pool.Headers);
            head.Copy(connection.Received.Span[..headLength], Stopwatch.GetTimestamp());
            connection.Consume(headLength);
            reusable &= head.KeepsConnection;
            connection.RestsFor = head.RestsFor;
            trailers = head.AnnouncesTrailers && exchange.Stripper is null ? SendTrailers(context, exchange) : null;
            body = head.Body(trailers);
        }
        catch (Exception e)
        {
            return (new ForwardResult(ForwarderError.ResponseHeaders, e), false);
        }

        var cancellation = exchange.Deadline.Token;
        var side = ForwarderError.ResponseBodyDestination;
        var arrived = false;
        var givenBack = false;
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

                // Before the client can know that its answer has ended: its next call finds the connection.
                byte[]? memory = null;
                if (body.IsDone && reusable && connection.IsDrained)
                {
                    memory = pool.Return(connection);
                    givenBack = true;
                }

                if (!data.IsEmpty)
                {
                    side = ForwarderError.ResponseBodyClient;
                    await exchange.ResponseTap.WriteAsync(data, cancellation);
                    side = ForwarderError.ResponseBodyDestination;
                }

                if (memory is not null)
                    ArrayPool<byte>.Shared.Return(memory);
                if (body.IsDone)
                    break;

                var receive = connection.ReceiveAsync();
                if (!arrived && !receive.IsCompleted && !context.Response.HasStarted)
                    await PassHeadOnAsync(context, cancellation);
                if (await receive > 0)
                    continue;

                // An end of our own making is not the upstream's.
                if (!body.EndsWithConnection || cancellation.IsCancellationRequested)
                    throw new Http1Exception("The upstream closed the connection in the middle of its answer.");
                break;
            }

            exchange.OnResponseComplete();
            side = ForwarderError.ResponseBodyClient;
            if (trailers is not null)
                await exchange.ResponseTap.WriteTrailersAsync(Trailers.End(trailers.WrittenSpan, pool.Headers), cancellation);
            return (default, givenBack);
        }
        catch (Exception e)
        {
            return (new ForwardResult(cancellation.IsCancellationRequested ? ForwarderError.ResponseBodyCanceled : side, e), givenBack);
        }
    }

    /// <summary>The client was told of trailers: the body is framed here, and they follow it.</summary>
    private static ArrayBufferWriter<byte> SendTrailers(HttpContext context, ObservedExchange exchange)
    {
        context.Response.Headers.TransferEncoding = "chunked";
        exchange.ResponseTap.SendsTrailers = true;
        return new ArrayBufferWriter<byte>();
    }

    /// <summary>The body is not there yet: its head leaves by itself. With a short answer it leaves in one piece.</summary>
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
}
