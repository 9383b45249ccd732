using System.Collections.Concurrent;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Routing;

/// <summary>
/// Holds the current <see cref="RouteTable"/>. A new set of upstreams goes to YARP first, as far as it is YARP's; the table follows when
/// YARP says it has applied it, so that a request never meets an upstream YARP does not know yet.
/// </summary>
internal sealed class RouteTableSource
{
    private readonly Balancer _balancer;
    private readonly UpstreamClients _clients;
    private readonly InFlightCounts _inFlight;
    private readonly ConcurrentDictionary<string, BusyTimeMeter> _busy = new(StringComparer.Ordinal);
    private readonly Lock _rebuilding = new();
    private volatile RouteTable _current = RouteTable.Empty;
    private volatile Pending _pending;

    public RouteTableSource(
        IReadOnlyList<ResolvedUpstream> upstreams, string defaultUpstream, InFlightCounts inFlight, Balancer balancer, UpstreamClients clients)
    {
        (_inFlight, _balancer, _clients) = (inFlight, balancer, clients);
        _pending = new Pending(upstreams, defaultUpstream);
        balancer.Applied += Rebuild;
        Update(upstreams, defaultUpstream);
    }

    public RouteTable Current => _current;

    /// <summary>Swaps in new upstreams; calls in flight keep theirs.</summary>
    public void Update(IReadOnlyList<ResolvedUpstream> upstreams, string defaultUpstream)
    {
        _pending = new Pending(upstreams, defaultUpstream);
        _balancer.Configure([.. upstreams.Where(upstream => !HasOneWay(upstream))]);
    }

    private void Rebuild()
    {
        lock (_rebuilding)
        {
            var pending = _pending;
            var clients = _clients.For(pending.Upstreams.Where(HasOneWay));
            var routes = new List<UpstreamRoute>(pending.Upstreams.Count);
            foreach (var upstream in pending.Upstreams)
            {
                if (clients.TryGetValue(upstream.Name, out var client))
                    routes.Add(Route(upstream, client, null));
                else if (_balancer.Find(upstream.Name) is { } found)
                    routes.Add(Route(upstream, new UpstreamClient(new Lazy<HttpMessageInvoker>(found.Client), null), found.Pipeline));
            }

            // While YARP is between two configurations an upstream can be missing; the next time it has applied one the table is whole.
            if (routes.Count != pending.Upstreams.Count)
                return;
            _current = new RouteTable(routes, pending.DefaultUpstream);
            _clients.LetOthersGo();
        }
    }

    /// <summary>True when there is nothing to balance, to check or to remember.</summary>
    private static bool HasOneWay(ResolvedUpstream upstream) =>
        upstream.Destinations.Count == 1 && upstream.Options.SessionAffinity is not { Enabled: true }
        && upstream.Options.HealthCheck?.Active is not { Enabled: true } && upstream.Options.HealthCheck?.Passive is not { Enabled: true };

    private UpstreamRoute Route(ResolvedUpstream upstream, UpstreamClient client, Endpoint? balanced)
    {
        var hosts = upstream.Destinations.Where(d => d.Host is not null).ToDictionary(d => d.Address, d => d.Host!, StringComparer.Ordinal);
        return new UpstreamRoute
        {
            Upstream = upstream,
            Client = client.Client,
            Connections = client.Connections,
            InFlight = _inFlight.For(upstream.Name),
            Busy = upstream.LocalCost is null ? null : _busy.GetOrAdd(upstream.Name, static _ => new BusyTimeMeter(TimeProvider.System)),
            Addresses = [.. upstream.Destinations.Select(d => (d.Address, new Uri(d.Address)))],
            RequestConfig = YarpConfigMapper.Request(upstream.Options.HttpRequest),
            Balanced = balanced,
            Hosts = hosts.Count > 0 ? hosts : null,
        };
    }

    private sealed record Pending(IReadOnlyList<ResolvedUpstream> Upstreams, string DefaultUpstream);
}
