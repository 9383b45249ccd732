using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Http1;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Routing;

/// <summary>How an upstream that YARP does not balance is reached.</summary>
/// <param name="Client">For YARP's forwarder; made by the first call that needs it.</param>
/// <param name="Connections">For plain calls; null where there are none.</param>
internal sealed record UpstreamClient(Lazy<HttpMessageInvoker> Client, Http1ConnectionPool? Connections);

/// <summary>
/// The clients of upstreams that YARP does not balance. A client, and with it its connections, is kept over a reload that does not change
/// how it connects.
/// </summary>
internal sealed class UpstreamClients(IForwarderHttpClientFactory factory, TimeProvider time) : IDisposable
{
    private Dictionary<string, Made> _byName = new(StringComparer.Ordinal);

    private readonly List<Http1ConnectionPool> _past = [];

    /// <summary>A client for each of these. Those of others go on until <see cref="LetOthersGo"/>.</summary>
    public IReadOnlyDictionary<string, UpstreamClient> For(IEnumerable<ResolvedUpstream> upstreams)
    {
        var made = new Dictionary<string, Made>(StringComparer.Ordinal);
        foreach (var upstream in upstreams)
            made[upstream.Name] = Make(upstream, _byName.GetValueOrDefault(upstream.Name));

        _past.AddRange(_byName.Values.Select(old => old.Client.Connections).OfType<Http1ConnectionPool>());
        _byName = made;
        return made.ToDictionary(pair => pair.Key, pair => pair.Value.Client, StringComparer.Ordinal);
    }

    /// <summary>Ends the connections that the last clients asked for do not have; those in use end with their call.</summary>
    public void LetOthersGo()
    {
        foreach (var pool in _past.Except(_byName.Values.Select(made => made.Client.Connections)))
            pool!.Dispose();
        _past.Clear();
    }

    public void Dispose()
    {
        LetOthersGo();
        foreach (var made in _byName.Values)
            made.Client.Connections?.Dispose();
    }

    private Made Make(ResolvedUpstream upstream, Made? before)
    {
        var cluster = YarpConfigMapper.Cluster(upstream);
        var timeout = upstream.Timeouts.Connect;
        var connects = before is not null && timeout == before.ConnectTimeout ? before : null;
        var client = connects?.Cluster.HttpClient == cluster.HttpClient ? connects!.Client.Client : new Lazy<HttpMessageInvoker>(() => Create(cluster), LazyThreadSafetyMode.PublicationOnly);
        var plain = PlainAddress(upstream, cluster);
        var connections = plain is null ? null
            : plain == connects?.Plain ? connects.Client.Connections
            : new Http1ConnectionPool(plain, timeout, time);
        return new Made(cluster, new UpstreamClient(client, connections), plain, timeout);
    }

    private HttpMessageInvoker Create(ClusterConfig cluster) => factory.CreateClient(new ForwarderHttpClientContext
    {
        ClusterId = cluster.ClusterId,
        OldConfig = HttpClientConfig.Empty,
        NewConfig = cluster.HttpClient!,
        NewMetadata = cluster.Metadata,
    });

    // In clear text the version is only negotiated down: an upstream gets HTTP/2 there when it is asked for with no way back.
    // Calls that may have to wait for a connection are left to the client that knows how.
    private static Http1Address? PlainAddress(ResolvedUpstream upstream, ClusterConfig cluster) =>
        cluster.HttpRequest is { VersionPolicy: null or HttpVersionPolicy.RequestVersionOrLower, Version: not { Major: 1, Minor: 0 } }
        && cluster.HttpClient!.MaxConnectionsPerServer is null
            ? Http1Address.Of(upstream.Destinations[0]) : null;

    private sealed record Made(ClusterConfig Cluster, UpstreamClient Client, Http1Address? Plain, TimeSpan ConnectTimeout);
}
