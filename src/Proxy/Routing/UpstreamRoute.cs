using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Http1;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Routing;

/// <summary>An upstream as the data path uses it.</summary>
internal sealed class UpstreamRoute
{
    public required ResolvedUpstream Upstream { get; init; }

    /// <summary>Its connections, for YARP's forwarder; made by the first call that needs them.</summary>
    public required Lazy<HttpMessageInvoker> Client { get; init; }

    /// <summary>Calls under way.</summary>
    public required InFlightCount InFlight { get; init; }

    /// <summary>Shares out the busy time of a local server; null for others.</summary>
    public BusyTimeMeter? Busy { get; init; }

    public required ForwarderRequestConfig RequestConfig { get; init; }

    /// <summary>
    /// Connections for plain calls, where there is one destination that speaks HTTP/1.1 for certain; null where YARP forwards every call.
    /// </summary>
    public Http1ConnectionPool? Connections { get; init; }

    /// <summary>
    /// YARP's pipeline for this upstream: affinity, load balancing, passive health, forwarder. Null when there is nothing to balance, check
    /// or remember: the call goes straight to the only destination then.
    /// </summary>
    public required Endpoint? Balanced { get; init; }

    /// <summary>
    /// An address, if it is this configuration's; null otherwise. While a reload is applied YARP's destinations change before the table of routes does; a
    /// key must not go to an address it was not configured for.
    /// </summary>
    public Uri? Find(string address)
    {
        foreach (var (text, uri) in Addresses)
        {
            if (text == address)
                return uri;
        }

        return null;
    }

    /// <summary>The destinations' addresses, as configured and read: few, looked through in order.</summary>
    public required (string Text, Uri Uri)[] Addresses { get; init; }

    /// <summary>Destination addresses and host headers by address, for upstreams that rewrite the host.</summary>
    public IReadOnlyDictionary<string, string>? Hosts { get; init; }
}
