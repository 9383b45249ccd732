using LlmSentinel.Core.Pipeline;
using Yarp.ReverseProxy;

namespace LlmSentinel.Proxy.Routing;

/// <summary>YARP's view of the destinations, for the status page.</summary>
internal static class DestinationStates
{
    public static IReadOnlyList<DestinationStatus> Of(IProxyStateLookup state)
    {
        var rows = new List<DestinationStatus>();
        foreach (var cluster in state.GetClusters())
        {
            foreach (var (name, destination) in cluster.Destinations)
            {
                var address = new Uri(destination.Model.Config.Address).GetLeftPart(UriPartial.Authority);
                rows.Add(new DestinationStatus(cluster.ClusterId, name, address,
                    Word(destination.Health.Active.ToString()), Word(destination.Health.Passive.ToString()), destination.ConcurrentRequestCount));
            }
        }

        rows.Sort((a, b) => string.CompareOrdinal(a.Upstream, b.Upstream) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));
        return rows;
    }

    private static string Word(string health) => health.ToLowerInvariant();
}
