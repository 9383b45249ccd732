using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// YARP's own forwarder with the exchange's transformer and deadline in it. YARP's pipeline and the direct path both end here.
/// </summary>
internal sealed class ObservedForwarder(ILoggerFactory logging, TimeProvider time) : IHttpForwarder
{
    private readonly Lazy<IHttpForwarder> _stock = new(() => Stock(logging, time));

    /// <summary>Has YARP's forwarder ready before the first call that needs it. Plain calls do not.</summary>
    public void Prepare() => _ = _stock.Value;

    public ValueTask<ForwarderError> SendAsync(HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient,
        ForwarderRequestConfig requestConfig, HttpTransformer transformer) =>
        SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, CancellationToken.None);

    public ValueTask<ForwarderError> SendAsync(HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient,
        ForwarderRequestConfig requestConfig, HttpTransformer transformer, CancellationToken cancellationToken)
    {
        var exchange = context.Features.Get<ObservedExchange>();
        if (exchange is null)
            return _stock.Value.SendAsync(context, destinationPrefix, httpClient, requestConfig, transformer, cancellationToken);

        // The route's own transforms set the affinity cookie or header.
        exchange.Transformer.RouteTransforms = transformer;
        return SendAsync(context, destinationPrefix, httpClient, exchange);
    }

    /// <summary>Forwards an observed exchange to one destination.</summary>
    public ValueTask<ForwarderError> SendAsync(HttpContext context, string destination, HttpMessageInvoker client, ObservedExchange exchange) =>
        _stock.Value.SendAsync(context, destination, client, exchange.Route.RequestConfig, exchange.Transformer, exchange.Deadline.Token);

    // It can only be had from a container; it holds on to nothing of it.
    private static IHttpForwarder Stock(ILoggerFactory logging, TimeProvider time)
    {
        var services = YarpServices.With(logging, time);
        services.AddHttpForwarder();
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IHttpForwarder>();
    }
}
