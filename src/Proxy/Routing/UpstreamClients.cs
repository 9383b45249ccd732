using LlmSentinel.Core.Upstreams;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Routing;

/// <summary>
/// The clients of upstreams that YARP does not balance. A client, and with it its connections, is kept over a reload that does not change
/// how it connects.
/// </summary>
internal sealed class UpstreamClients(IForwarderHttpClientFactory factory)
{
    private Dictionary<string, Made> _byName = new(StringComparer.Ordinal);

    /// <summary>A client for each of these; those of others are let go, and end when their last call has ended.</summary>
    public IReadOnlyDictionary<string, HttpMessageInvoker> For(IEnumerable<ResolvedUpstream> upstreams)
    {
        var made = new Dictionary<string, Made>(StringComparer.Ordinal);
        foreach (var upstream in upstreams)
        {
            var cluster = YarpConfigMapper.Cluster(upstream);
            var before = _byName.GetValueOrDefault(upstream.Name);
            made[upstream.Name] = new Made(cluster, factory.CreateClient(new ForwarderHttpClientContext
            {
                ClusterId = upstream.Name,
                OldConfig = before?.Cluster.HttpClient ?? HttpClientConfig.Empty,
                OldMetadata = before?.Cluster.Metadata,
                OldClient = before?.Client,
                NewConfig = cluster.HttpClient!,
                NewMetadata = cluster.Metadata,
            }));
        }

        _byName = made;
        return made.ToDictionary(pair => pair.Key, pair => pair.Value.Client, StringComparer.Ordinal);
    }

    private sealed record Made(ClusterConfig Cluster, HttpMessageInvoker Client);
}
