using LlmSentinel.Core.Pipeline;
using Yarp.ReverseProxy;

namespace LlmSentinel.Proxy.Routing;

/// <summary>The destinations, for the status page: YARP's view of those it balances, and the others.</summary>
internal static class DestinationStates
{
    private const string Unknown = "unknown";

    public static IEnumerable<DestinationStatus> Of(IProxyStateLookup state) =>
        from cluster in state.GetClusters()
        from destination in cluster.Destinations
        select new DestinationStatus(
            cluster.ClusterId, destination.Key, Authority(new Uri(destination.Value.Model.Config.Address)),
            Word(destination.Value.Health.Active.ToString()), Word(destination.Value.Health.Passive.ToString()),
            destination.Value.ConcurrentRequestCount);

    /// <summary>The only destination of an upstream; nobody probes it.</summary>
    public static DestinationStatus Of(UpstreamRoute route) =>
        new(route.Upstream.Name, route.Upstream.Destinations[0].Name, Authority(route.Addresses[0].Uri), Unknown, Unknown, (int)route.InFlight.Value);

    private static string Authority(Uri address) => address.GetLeftPart(UriPartial.Authority);

    private static string Word(string health) => health.ToLowerInvariant();
}
