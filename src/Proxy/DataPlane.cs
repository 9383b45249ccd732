using System.Security.Cryptography.X509Certificates;
using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Forwarding;
using LlmSentinel.Proxy.Routing;
using LlmSentinel.Proxy.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
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
    private readonly ServiceProvider _services;
    private readonly IServer _server;
    private readonly RouteTableSource _routes;
    private readonly ProxySettings _settings;
    private readonly DeadlineSweep _sweep;

    private DataPlane(ServiceProvider services, IServer server, RouteTableSource routes, ProxySettings settings, DeadlineSweep sweep)
    {
        _services = services;
        _server = server;
        _routes = routes;
        _settings = settings;
        _sweep = sweep;
    }

    /// <summary>Addresses it listens on, with the ports that were given for port 0.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. _server.Features.Get<IServerAddressesFeature>()!.Addresses];

    /// <summary>Starts listening.</summary>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task<DataPlane> StartAsync(DataPlaneParts parts, CancellationToken cancellationToken)
    {
        var routes = new RouteTableSource(parts.Upstreams, parts.Options.Proxy.DefaultUpstream, parts.Metrics.Sources.InFlight);
        var settings = new ProxySettings(parts.Options);
        var pool = new ExchangePool(parts.Budget, parts.Metrics, parts.Samples);

        var services = new ServiceCollection();
        var web = new KestrelServices(services);
        web.UseKestrelCore();
        if (parts.Options.Proxy.Tls is not null)
            web.UseKestrelHttpsConfiguration();
        web.ConfigureKestrel(kestrel => Configure(kestrel, parts.Options.Proxy));
        services.AddSingleton(parts.Logging);
        services.AddLogging();
        services.AddSingleton(parts.Time);
        services.AddRoutingCore();
        services.AddSingleton(routes.ConfigProvider);
        services.AddSingleton<IConfigChangeListener>(routes);
        services.AddReverseProxy();
        services.AddSingleton<IForwarderHttpClientFactory, SentinelHttpClientFactory>();
        DecorateForwarder(services);

        var provider = services.BuildServiceProvider();
        try
        {
            // Mapping loads YARP's configuration, so the table is whole before the first connection.
            var endpoints = new YarpEndpoints(provider);
            endpoints.MapReverseProxy();
            routes.Start(provider.GetRequiredService<IProxyStateLookup>(), new CompositeEndpointDataSource(endpoints.DataSources));

            var forwarder = (ObservedForwarder)provider.GetRequiredService<IHttpForwarder>();
            var entry = new ProxyEntry(routes, pool, forwarder, settings, parts.Queue, parts.Time);
            var server = provider.GetRequiredService<IServer>();
            await server.StartAsync(new DataApplication(entry, provider.GetRequiredService<IServiceScopeFactory>()), cancellationToken);
            return new DataPlane(provider, server, routes, settings, new DeadlineSweep(pool, parts.Time));
        }
        catch
        {
            await provider.DisposeAsync();
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
        DestinationStates.Of(_services.GetRequiredService<IProxyStateLookup>());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _sweep.Dispose();
        await _services.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, ProxyOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowResponseHeaderCompression = true;
        // Header values are bytes to a proxy; Latin-1 gives every byte back as it came.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxRequestLineSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;

        foreach (var address in options.Listen)
        {
            kestrel.ListenOn(address, listen =>
            {
                listen.Protocols = options.Tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (options.Tls is { } tls)
                    listen.UseHttps(X509Certificate2.CreateFromPemFile(tls.Certificate, tls.Key));
            });
        }

        foreach (var address in options.ListenHttp2)
            kestrel.ListenOn(address, listen => listen.Protocols = HttpProtocols.Http2);
    }

    private static void DecorateForwarder(ServiceCollection services)
    {
        var stock = services.Last(s => s.ServiceType == typeof(IHttpForwarder));
        services.Remove(stock);
        services.AddSingleton<IHttpForwarder>(provider => new ObservedForwarder(
            (IHttpForwarder)ActivatorUtilities.CreateInstance(provider, stock.ImplementationType!)));
    }
}
