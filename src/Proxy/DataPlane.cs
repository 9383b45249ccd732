using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Forwarding;
using LlmSentinel.Proxy.Routing;
using LlmSentinel.Proxy.Serving;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy;

/// <summary>What the data port needs from the rest of the process.</summary>
/// <param name="Options">Configuration at start.</param>
/// <param name="Upstreams">Resolved upstreams at start.</param>
/// <param name="Queue">Takes ended calls.</param>
/// <param name="Metrics">Calls under way, failures of the observer.</param>
/// <param name="Budget">Pays for copies of bodies.</param>
/// <param name="Logging">Log of the sentinel.</param>
/// <param name="Time">Clock.</param>
/// <param name="Samples">False where nothing takes samples: no call is chosen then, whatever the configuration says.</param>
public sealed record DataPlaneParts(
    SentinelOptions Options,
    IReadOnlyList<ResolvedUpstream> Upstreams,
    ICallQueue Queue,
    SentinelMetrics Metrics,
    CaptureBudget Budget,
    ILoggerFactory Logging,
    TimeProvider Time,
    bool Samples = true);

/// <summary>
/// The data port: a server of its own with nothing in it but Kestrel, YARP and the observer. No host around it, so that no middleware can
/// touch a call.
/// </summary>
public sealed class DataPlane : IUpstreamStatus, IAsyncDisposable
{
    private readonly DataServer _server;
    private readonly Balancer _balancer;
    private readonly RouteTableSource _routes;
    private readonly ProxySettings _settings;
    private readonly DeadlineSweep _sweep;
    private readonly UpstreamClients _clients;

    private DataPlane(
        DataServer server, Balancer balancer, UpstreamClients clients, RouteTableSource routes, ProxySettings settings, DeadlineSweep sweep)
    {
        _server = server;
        _balancer = balancer;
        _clients = clients;
        _routes = routes;
        _settings = settings;
        _sweep = sweep;
    }

    /// <summary>Addresses it listens on, with the ports that were given for port 0.</summary>
    public IReadOnlyList<string> Addresses => _server.Addresses;

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task<DataPlane> StartAsync(DataPlaneParts parts, CancellationToken cancellationToken)
    {
        var settings = new ProxySettings(parts.Options);
        var pool = new ExchangePool(parts.Budget, parts.Metrics, parts.Samples);
        var forwarder = new ObservedForwarder(parts.Logging, parts.Time);
        var factory = new SentinelHttpClientFactory(parts.Logging.CreateLogger<ForwarderHttpClientFactory>());
        var balancer = new Balancer(forwarder, factory, parts.Logging, parts.Time);
        var clients = new UpstreamClients(factory, parts.Time);
        DataServer? server = null;
        try
        {
            // The table is whole before the first connection.
            var routes = new RouteTableSource(
                parts.Upstreams, parts.Options.Proxy.DefaultUpstream, parts.Metrics.Sources.InFlight, balancer, clients);
            var entry = new ProxyEntry(routes, pool, forwarder, settings, parts.Queue, parts.Time);
            server = new DataServer(parts.Options.Proxy, parts.Logging);
            await server.StartAsync(new DataApplication(entry, balancer), cancellationToken);
            if (routes.Current.Upstreams.Any(upstream => upstream.Connections is null))
                _ = Task.Run(forwarder.Prepare, CancellationToken.None);
            return new DataPlane(server, balancer, clients, routes, settings, new DeadlineSweep(pool, parts.Time));
        }
        catch
        {
            if (server is not null)
                await server.DisposeAsync();
            await balancer.DisposeAsync();
            clients.Dispose();
            throw;
        }
    }

    /// <summary>Applies a new configuration; calls in flight keep the one they began with. Addresses stay as they are.</summary>
    public void Apply(SentinelOptions options, IReadOnlyList<ResolvedUpstream> upstreams)
    {
        _settings.Current = options;
        _routes.Update(upstreams, options.Proxy.DefaultUpstream);
    }

    /// <summary>Accepts no new calls and lets those in flight finish within the drain time; then cuts them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(_settings.Current.Proxy.DrainTimeout);
        await _server.StopAsync(drain.Token);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DestinationStatus> GetDestinations() =>
    [
        .. _routes.Current.Upstreams.Where(route => route.Balanced is null).Select(DestinationStates.Of)
            .Concat(_balancer.Destinations)
            .OrderBy(row => row.Upstream, StringComparer.Ordinal).ThenBy(row => row.Name, StringComparer.Ordinal),
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sweep.Dispose();
        await _server.DisposeAsync();
        await _balancer.DisposeAsync();
        _clients.Dispose();
    }
}
