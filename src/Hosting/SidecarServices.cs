using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>
/// What stands behind the data port, without a web host: log, metrics, store, pipeline. Made before anything listens, so it is kept
/// to factories: nothing here has to be found by reflection.
/// </summary>
public sealed class SidecarServices : IAsyncDisposable
{
    private readonly ServiceCollection _descriptors = [];
    private readonly ServiceProvider _provider;

    internal SidecarServices(Edition edition, ConfigurationInEffect configuration)
    {
        var options = configuration.Snapshot.Options;
        _descriptors.AddSingleton(configuration);
        _descriptors.AddSingleton(options.Admin);
        _descriptors.AddSingleton(TimeProvider.System);
        _descriptors.AddSingleton<ILoggerFactory>(_ => SentinelLogging.CreateFactory(options.Logging));
        _descriptors.AddSingleton<Readiness>();
        _descriptors.AddSentinelStorage(options.Store);
        _descriptors.AddSentinelMetrics(options.Telemetry);
        _descriptors.AddSentinelPipeline(configuration);
        _descriptors.AddSingleton<DataPlaneStatus>();
        _descriptors.AddSingleton<IUpstreamStatus>(static services => services.GetRequiredService<DataPlaneStatus>());
        edition.AddServices(_descriptors, configuration);
        _provider = _descriptors.BuildServiceProvider();
        _provider.ObserveQueuesAndStores();
    }

    /// <summary>The services.</summary>
    public IServiceProvider Provider => _provider;

    /// <summary>
    /// Makes these services known to a web host of its own: the very same objects, one of each kind. They stay this object's to dispose.
    /// </summary>
    public void LendTo(IServiceCollection services)
    {
        foreach (var type in _descriptors.Select(descriptor => descriptor.ServiceType).Distinct())
            services.Add(ServiceDescriptor.Singleton(type, _provider.GetRequiredService(type)));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _provider.DisposeAsync();
}
