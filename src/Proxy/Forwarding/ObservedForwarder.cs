using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// YARP's own forwarder with the exchange's transformer and deadline in it. YARP's pipeline and the direct path both end here.
/// </summary>
internal sealed class ObservedForwarder(IHttpForwarder inner) : IHttpForwarder
{
    public ValueTask<ForwarderError> SendAsync(HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient,
        ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
        SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

    public ValueTask<ForwarderError> SendAsync(HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient,
        ForwarderRequestConfig requestConfig, HttpTransformer transformer, CancellationToken cancellationToken)
    {
        var exchange = context.Features.Get<ObservedExchange>();
        if (exchange is null)
            return inner.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken);

        // The route's own transforms set the affinity cookie or header.
        exchange.Transformer.RouteTransforms = transformer;
        return SendAsync(context, destinationPrefix, httpClient, exchange);
    }

    /// <summary>Forwards an observed exchange to one destination.</summary>
    public ValueTask<ForwarderError> SendAsync(HttpContext context, string destination, HttpMessageInvoker client, ObservedExchange exchange) =>
        inner.SendAsync(context, destination, client, exchange.Route.RequestConfig, exchange.Transformer, exchange.Deadline.Token);
}
