using System.Collections.Concurrent;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Model;

namespace LlmSentinel.Proxy.Routing;

/// <summary>
/// Holds the current <see cref="RouteTable"/>. A new set of upstreams goes to YARP first; the table follows when YARP says
/// it has applied it, so that a request never meets an upstream YARP does not know yet.
/// </summary>
internal sealed class RouteTableSource : IConfigChangeListener
{
    private readonly InMemoryConfigProvider _yarp;
    private readonly InFlightCounts _inFlight;
    private readonly ConcurrentDictionary<string, BusyTimeMeter> _busy = new(StringComparer.Ordinal);
    private volatile RouteTable _current = RouteTable.Empty;
    private volatile Pending _pending;
    private IProxyStateLookup? _state;
    private EndpointDataSource? _endpoints;

    public RouteTableSource(IReadOnlyList<ResolvedUpstream> upstreams, string defaultUpstream, InFlightCounts inFlight)
    {
        _inFlight = inFlight;
        _pending = new Pending(upstreams, defaultUpstream);
        _yarp = new InMemoryConfigProvider(
            [.. upstreams.Select(YarpConfigMapper.Route)], [.. upstreams.Select(YarpConfigMapper.Cluster)]);
    }

    public RouteTable Current => _current;

    public IProxyConfigProvider ConfigProvider => _yarp;

    /// <summary>Called once when the application's endpoints are built.</summary>
    public void Start(IProxyStateLookup state, EndpointDataSource endpoints)
    {
        _state = state;
        _endpoints = endpoints;
        Rebuild();
    }

    /// <summary>Swaps in new upstreams; calls in flight keep theirs.</summary>
    public void Update(IReadOnlyList<ResolvedUpstream> upstreams, string defaultUpstream)
    {
        _pending = new Pending(upstreams, defaultUpstream);
        _yarp.Update([.. upstreams.Select(YarpConfigMapper.Route)], [.. upstreams.Select(YarpConfigMapper.Cluster)]);
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
    }

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => Rebuild();

    private void Rebuild()
    {
        if (_state is null || _endpoints is null)
            return;

        var pending = _pending;
        var endpoints = new Dictionary<string, Endpoint>(StringComparer.Ordinal);
        foreach (var endpoint in _endpoints.Endpoints)
        {
            if (endpoint.Metadata.GetMetadata<RouteModel>() is { } route)
                endpoints[route.Config.RouteId] = endpoint;
        }

        var routes = new List<UpstreamRoute>(pending.Upstreams.Count);
        foreach (var upstream in pending.Upstreams)
        {
            if (_state.TryGetCluster(upstream.Name, out var cluster) && endpoints.TryGetValue(upstream.Name, out var balanced))
                routes.Add(Route(upstream, cluster, balanced));
        }

        // While YARP is between two configurations an upstream can be missing; the next ConfigurationApplied completes the table.
        if (routes.Count == pending.Upstreams.Count)
            _current = new RouteTable(routes, pending.DefaultUpstream);
    }

    private UpstreamRoute Route(ResolvedUpstream upstream, ClusterState cluster, Endpoint balanced)
    {
        var simple = upstream.Destinations.Count == 1 && upstream.Options.SessionAffinity is not { Enabled: true }
            && upstream.Options.HealthCheck?.Active is not { Enabled: true } && upstream.Options.HealthCheck?.Passive is not { Enabled: true };
        var hosts = upstream.Destinations.Where(d => d.Host is not null).ToDictionary(d => d.Address, d => d.Host!, StringComparer.Ordinal);
        return new UpstreamRoute
        {
            Upstream = upstream,
            Client = cluster.Model.HttpClient,
            InFlight = _inFlight.For(upstream.Name),
            Busy = upstream.LocalCost is null ? null : _busy.GetOrAdd(upstream.Name, static _ => new BusyTimeMeter(TimeProvider.System)),
            Addresses = [.. upstream.Destinations.Select(d => (d.Address, new Uri(d.Address)))],
            RequestConfig = YarpConfigMapper.Request(upstream.Options.HttpRequest),
            IsPlain = simple && IsHttp11(upstream),
            OnlyDestination = simple ? upstream.Destinations[0].Address : null,
            Balanced = balanced,
            Hosts = hosts.Count > 0 ? hosts : null,
        };
    }

    // In clear text the version is only negotiated down: an upstream gets HTTP/2 there when it is asked for with no way back.
    private static bool IsHttp11(ResolvedUpstream upstream) =>
        upstream.Destinations[0].Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        && YarpConfigMapper.Request(upstream.Options.HttpRequest) is { VersionPolicy: null or HttpVersionPolicy.RequestVersionOrLower } config
        && config.Version is not { Major: 1, Minor: 0 };

    private sealed record Pending(IReadOnlyList<ResolvedUpstream> Upstreams, string DefaultUpstream);
}
