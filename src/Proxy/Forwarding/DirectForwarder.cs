using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;
using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>What came of forwarding.</summary>
/// <param name="Error">In YARP's words.</param>
/// <param name="Exception">How it failed, where it did.</param>
internal readonly record struct ForwardResult(ForwarderError Error, Exception? Exception);

/// <summary>
/// Forwards the plain case, HTTP/1.1 on both sides with nothing to upgrade or to wait for, with as little as that needs: no timer and
/// no linked cancellation of its own, one segment for a short request, no read ahead of a write. Everything else is YARP's.
/// Judges failures as YARP's forwarder does.
/// </summary>
internal static class DirectForwarder
{
    private const int BufferBytes = 32 * 1024;

    /// <summary>True when the call is such a plain one.</summary>
    public static bool Takes(HttpContext context, ObservedExchange exchange)
    {
        var request = context.Request;
        return exchange.Route.IsPlain && HttpProtocol.IsHttp11(request.Protocol) && request.Headers.Upgrade.Count == 0
            && request.Headers.Expect.Count == 0 && !HttpMethods.IsConnect(request.Method);
    }

    /// <summary>Relays the request and its answer. Does not throw.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwardResult> SendAsync(HttpContext context, ObservedExchange exchange)
    {
        exchange.Attach(context);
        using var clientLeaves = exchange.Deadline.CancelWith(context.RequestAborted);
        var cancellation = exchange.Deadline.Token;
        DirectRequestContent? content = null;
        HttpResponseMessage response;
        try
        {
            var request = new HttpRequestMessage(Method(exchange.Method), (Uri?)null) { Version = HttpVersion.Version11 };
            if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
                request.Content = content = new DirectRequestContent(exchange);
            await exchange.Transformer.TransformRequestAsync(context, request, exchange.Route.Addresses[0].Text, cancellation);
            response = await exchange.Route.Client.SendAsync(request, cancellation);
        }
        catch (Exception e)
        {
            return RequestFailed(context, content, e);
        }

        using (response)
            return await RelayAsync(context, exchange, response, cancellation);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwardResult> RelayAsync(
        HttpContext context, ObservedExchange exchange, HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            context.Response.StatusCode = (int)response.StatusCode;
            if (response.ReasonPhrase is { } reason && reason != ReasonPhrases.GetReasonPhrase((int)response.StatusCode))
                context.Features.Get<IHttpResponseFeature>()!.ReasonPhrase = reason;
            await exchange.Transformer.TransformResponseAsync(context, response, cancellation);
        }
        catch (Exception e)
        {
            return Cut(context, exchange, new ForwardResult(ForwarderError.ResponseHeaders, e));
        }

        var result = await CopyBodyAsync(response.Content.ReadAsStream(cancellation), exchange.ResponseTap, cancellation);
        if (result.Error != ForwarderError.None)
            return Cut(context, exchange, result);
        try
        {
            await exchange.Transformer.TransformResponseTrailersAsync(context, response, cancellation);
            return default;
        }
        catch (Exception e)
        {
            return Cut(context, exchange, new ForwardResult(ForwarderError.ResponseBodyClient, e));
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwardResult> CopyBodyAsync(Stream upstream, ResponseTap client, CancellationToken cancellation)
    {
        byte[]? buffer = null;
        var side = ForwarderError.ResponseBodyDestination;
        try
        {
            while (true)
            {
                side = ForwarderError.ResponseBodyDestination;

                // A stream that pauses holds no buffer: it is rented once there is something to read.
                var arrival = upstream.ReadAsync(Memory<byte>.Empty, cancellation);
                if (!arrival.IsCompletedSuccessfully && buffer is not null)
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = null;
                }

                await arrival;
                buffer ??= ArrayPool<byte>.Shared.Rent(BufferBytes);
                var count = await upstream.ReadAsync(buffer, cancellation);
                if (count == 0)
                    return default;
                side = ForwarderError.ResponseBodyClient;
                await client.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }
        }
        catch (Exception e)
        {
            return new ForwardResult(cancellation.IsCancellationRequested ? ForwarderError.ResponseBodyCanceled : side, e);
        }
        finally
        {
            if (buffer is not null)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>A client that has seen the head must not take a cut answer for a whole one.</summary>
    private static ForwardResult Cut(HttpContext context, ObservedExchange exchange, ForwardResult result)
    {
        if (context.Response.HasStarted)
            exchange.CutResponse();
        return result;
    }

    private static ForwardResult RequestFailed(HttpContext context, DirectRequestContent? content, Exception e)
    {
        // A body that failed shows in the call's own exception as well.
        if (content is { Error: not ForwarderError.None and var side, Failure: { } failure } && failure is not OperationCanceledException)
        {
            if (failure is BadHttpRequestException bad)
                context.Response.StatusCode = bad.StatusCode;
            return new ForwardResult(side, failure);
        }

        var error = e is not OperationCanceledException ? ForwarderError.Request
            : context.RequestAborted.IsCancellationRequested ? ForwarderError.RequestCanceled : ForwarderError.RequestTimedOut;
        return new ForwardResult(error, e);
    }

    private static HttpMethod Method(string name) => HttpMethods.IsPost(name) ? HttpMethod.Post : HttpMethods.IsGet(name) ? HttpMethod.Get : new HttpMethod(name);
}
