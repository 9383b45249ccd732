using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Http1;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Routing;

/// <summary>How an upstream that YARP does not balance is reached.</summary>
/// <param name="Client">For YARP's forwarder.</param>
/// <param name="Connections">For plain calls; null where there are none.</param>
internal sealed record UpstreamClient(HttpMessageInvoker Client, Http1ConnectionPool? Connections);

/// <summary>
/// The clients of upstreams that YARP does not balance. A client, and with it its connections, is kept over a reload that does not change
/// how it connects.
/// </summary>
internal sealed class UpstreamClients(IForwarderHttpClientFactory factory, TimeProvider time) : IDisposable
{
    private Dictionary<string, Made> _byName = new(StringComparer.Ordinal);

    /// <summary>A client for each of these; those of others are let go, and end when their last call has ended.</summary>
    public IReadOnlyDictionary<string, UpstreamClient> For(IEnumerable<ResolvedUpstream> upstreams)
    {
        var made = new Dictionary<string, Made>(StringComparer.Ordinal);
        foreach (var upstream in upstreams)
            made[upstream.Name] = Make(upstream, _byName.GetValueOrDefault(upstream.Name));

        var before = _byName;
        _byName = made;
        foreach (var (name, old) in before)
        {
            if (made.GetValueOrDefault(name)?.Client.Connections != old.Client.Connections)
                old.Client.Connections?.Dispose();
        }

        return made.ToDictionary(pair => pair.Key, pair => pair.Value.Client, StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (var made in _byName.Values)
            made.Client.Connections?.Dispose();
    }

    private Made Make(ResolvedUpstream upstream, Made? before)
    {
        var cluster = YarpConfigMapper.Cluster(upstream);
        var client = factory.CreateClient(new ForwarderHttpClientContext
        {
            ClusterId = upstream.Name,
            OldConfig = before?.Cluster.HttpClient ?? HttpClientConfig.Empty,
            OldMetadata = before?.Cluster.Metadata,
            OldClient = before?.Client.Client,
            NewConfig = cluster.HttpClient!,
            NewMetadata = cluster.Metadata,
        });
        var plain = PlainAddress(upstream, cluster);
        var keeps = plain is not null && before is not null && plain == before.Plain && upstream.Timeouts.Connect == before.ConnectTimeout;
        var connections = plain is null ? null : keeps ? before!.Client.Connections : new Http1ConnectionPool(plain, upstream.Timeouts.Connect, time);
        return new Made(cluster, new UpstreamClient(client, connections), plain, upstream.Timeouts.Connect);
    }

    // In clear text the version is only negotiated down: an upstream gets HTTP/2 there when it is asked for with no way back.
    // Calls that may have to wait for a connection are left to the client that knows how.
    private static Http1Address? PlainAddress(ResolvedUpstream upstream, ClusterConfig cluster) =>
        cluster.HttpRequest is { VersionPolicy: null or HttpVersionPolicy.RequestVersionOrLower, Version: not { Major: 1, Minor: 0 } }
        && cluster.HttpClient!.MaxConnectionsPerServer is null
            ? Http1Address.Of(upstream.Destinations[0]) : null;

    private sealed record Made(ClusterConfig Cluster, UpstreamClient Client, Http1Address? Plain, TimeSpan ConnectTimeout);
}
