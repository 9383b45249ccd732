using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy.Serving;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace LlmSentinel.Proxy.Routing;

/// <summary>
/// YARP's own pipeline, for upstreams with something to balance, to check or to remember. Made when the first of them is configured:
/// it is most of what a start without it costs.
/// </summary>
internal sealed class Balancer(
    IHttpForwarder forwarder, IForwarderHttpClientFactory clients, ILoggerFactory logging, TimeProvider time)
    : IConfigChangeListener, IServiceScopeFactory, IAsyncDisposable
{
    private readonly InMemoryConfigProvider _configuration = new([], []);
    private ServiceProvider? _services;
    private CompositeEndpointDataSource? _endpoints;

    /// <summary>Upstreams that were given to <see cref="Configure"/> can now be found. May come on another thread.</summary>
    public event Action? Applied;

    /// <summary>Has these upstreams in place of those before; says when with <see cref="Applied"/>.</summary>
    public void Configure(IReadOnlyList<ResolvedUpstream> upstreams)
    {
        if (_services is null && upstreams.Count == 0)
        {
            Applied?.Invoke();
            return;
        }

        _configuration.Update([.. upstreams.Select(YarpConfigMapper.Route)], [.. upstreams.Select(YarpConfigMapper.Cluster)]);
        if (_services is null)
            Load();
    }

    /// <summary>The client of an upstream and what runs a call to it; null while YARP is between two configurations.</summary>
    public (HttpMessageInvoker Client, Endpoint Pipeline)? Find(string upstream)
    {
        if (_services is null || _endpoints is null || !State(_services).TryGetCluster(upstream, out var cluster))
            return null;
        var pipeline = _endpoints.Endpoints.FirstOrDefault(e => e.Metadata.GetMetadata<RouteModel>()?.Config.RouteId == upstream);
        return pipeline is null ? null : (cluster.Model.HttpClient, pipeline);
    }

    /// <summary>What YARP knows of the destinations.</summary>
    public IEnumerable<DestinationStatus> Destinations => _services is null ? [] : DestinationStates.Of(State(_services));

    /// <summary>YARP's middleware may ask a call for services.</summary>
    public IServiceScope CreateScope() =>
        _services?.CreateScope() ?? throw new InvalidOperationException("Only calls that YARP balances have services.");

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
    }

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
    }

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => Applied?.Invoke();

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Load()
    {
        var services = YarpServices.With(logging, time);
        services.AddRoutingCore();
        services.AddSingleton<IProxyConfigProvider>(_configuration);
        services.AddSingleton<IConfigChangeListener>(this);
        services.AddReverseProxy();
        services.AddSingleton(clients);
        services.AddSingleton(forwarder);
        var provider = services.BuildServiceProvider();

        // Mapping loads YARP's configuration, so that it is whole when the first call comes.
        var endpoints = new YarpEndpoints(provider);
        endpoints.MapReverseProxy();
        _endpoints = new CompositeEndpointDataSource(endpoints.DataSources);
        _services = provider;
        Applied?.Invoke();
    }

    private static IProxyStateLookup State(IServiceProvider services) => services.GetRequiredService<IProxyStateLookup>();
}
