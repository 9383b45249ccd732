using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// Copies heads as they stand. One for each pooled exchange, because YARP hands a transformer nothing but the HTTP context.
/// </summary>
internal sealed class TransparentTransformer(ObservedExchange exchange) : HttpTransformer
{
    // The raw target must reach the upstream as the client wrote it: %2F stays %2F.
    private static readonly UriCreationOptions Raw = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>What YARP's configuration adds to the answer of a balanced call; null on the direct path.</summary>
    public HttpTransformer? RouteTransforms { get; set; }

    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Completes synchronously: it only copies headers.
        var copied = base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);

        var upstream = exchange.Route.Upstream;
        var destination = exchange.Route.Find(destinationPrefix)
            ?? throw new InvalidOperationException("The destination belongs to another configuration of this upstream.");
        var pathAndQuery = exchange.PathAndQuery;
        if (upstream.ApiKey is { } apiKey)
        {
            ClientCredential.Replace(proxyRequest, upstream.Credential, apiKey);
            pathAndQuery = ClientCredential.ReplaceInQuery(pathAndQuery, upstream.Credential, apiKey);
        }

        proxyRequest.RequestUri = new Uri(destinationPrefix + pathAndQuery, Raw);
        proxyRequest.Headers.Host = exchange.Route.Hosts is { } hosts && hosts.TryGetValue(destinationPrefix, out var host) ? host : null;

        if (exchange is { Asked: true, Held: { } body } && proxyRequest.Content is { } content)
        {
            content.Headers.ContentLength = body.Length;
            // What is added to the answer can only be taken out again where it is readable.
            proxyRequest.Headers.Remove(HeaderNames.AcceptEncoding);
            proxyRequest.Headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, "identity");
        }

        exchange.OnSending(destination, Stopwatch.GetTimestamp());
        return copied;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);

        exchange.OnResponseHead(proxyResponse, Stopwatch.GetTimestamp());
        var copied = RouteTransforms is { } transforms
            ? transforms.TransformResponseAsync(httpContext, proxyResponse, cancellationToken)
            : base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (exchange.Stripper is not null)
            httpContext.Response.ContentLength = null;
        if (AnnouncesTrailers(httpContext, proxyResponse))
        {
            httpContext.Response.Headers.TransferEncoding = "chunked";
            exchange.ResponseTap.SendsTrailers = true;
        }

        if (IsUpgrade(proxyResponse))
            return copied;

        return PassHeadOn(httpContext, proxyResponse, copied, cancellationToken);
    }

    public override async ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken)
    {
        exchange.OnResponseComplete();
        if (exchange.ResponseTap.SendsTrailers)
            await exchange.ResponseTap.WriteTrailersAsync(ChunkedTrailers.End(proxyResponse.TrailingHeaders), cancellationToken);
        else
            await base.TransformResponseTrailersAsync(httpContext, proxyResponse, cancellationToken);
    }

    private bool AnnouncesTrailers(HttpContext context, HttpResponseMessage response) =>
        response.Headers.NonValidated.Contains(HeaderNames.Trailer) && exchange.Stripper is null
        && HttpProtocol.IsHttp11(context.Request.Protocol) && !HttpMethods.IsHead(context.Request.Method)
        && context.Response.ContentLength is null && context.Response.StatusCode is >= 200 and not 204 and not 304;

    // A WebSocket over HTTP/2 begins with a CONNECT that is answered 200; YARP turns that into the client's 101.
    private static bool IsUpgrade(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.SwitchingProtocols
        || (response.StatusCode == HttpStatusCode.OK && response.RequestMessage?.Method == HttpMethod.Connect);

    /// <summary>
    /// Stock YARP holds the head back until the first body byte. When that byte is not there yet, the head is flushed by itself;
    /// when it is (every short answer), head and body leave in one write as before.
    /// </summary>
    private ValueTask<bool> PassHeadOn(
        HttpContext context, HttpResponseMessage response, ValueTask<bool> copied, CancellationToken cancellationToken)
    {
        var body = response.Content.ReadAsStream(cancellationToken);
        var firstByte = body.ReadAsync(Memory<byte>.Empty, cancellationToken);
        if (!firstByte.IsCompletedSuccessfully)
            return FlushHead(context, response, firstByte, copied, cancellationToken);

        firstByte.GetAwaiter().GetResult();
        exchange.OnBodyArrived(Stopwatch.GetTimestamp());
        return copied;
    }

    private async ValueTask<bool> FlushHead(
        HttpContext context, HttpResponseMessage response, ValueTask<int> firstByte, ValueTask<bool> copied, CancellationToken cancellationToken)
    {
        try
        {
            await context.Response.Body.FlushAsync(cancellationToken);
        }
        catch (Exception)
        {
            // The client's side failed: shows again, and is judged, when YARP copies the body.
        }

        try
        {
            await firstByte;
            exchange.OnBodyArrived(Stopwatch.GetTimestamp());
        }
        catch (Exception e)
        {
            // The upstream's side failed. Of a body that was broken, not cut, the client's next read would say that it has ended.
            response.Content.Dispose();
            response.Content = Failing(e);
        }

        return await copied;
    }

    private static StreamContent Failing(Exception failure)
    {
        var pipe = new Pipe();
        pipe.Writer.Complete(failure);
        return new StreamContent(pipe.Reader.AsStream());
    }
}
