using LlmSentinel.Configuration;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Proxy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>
/// The whole sidecar in one process: the data port, the pipeline behind it, the store, the admin port. Started and stopped in this
/// order: store and pipeline, data port, admin port, ready; draining, data port, pipeline, store, admin port.
/// </summary>
public sealed class SentinelHost : IAsyncDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CutTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CutPoll = TimeSpan.FromMilliseconds(5);

    private readonly SidecarServices _services;
    private readonly DataPlane _data;
    private readonly IAdminPort _admin;
    private readonly ConfigurationWatcher? _watcher;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _warming;
    private bool _stopped;

    private SentinelHost(Edition edition, SidecarServices services, DataPlane data, IAdminPort admin, ConfigurationWatcher? watcher)
    {
        Edition = edition;
        _services = services;
        _data = data;
        _admin = admin;
        _watcher = watcher;
        _warming = Task.Run(WarmUpAsync);
    }

    /// <summary>Which executable this is.</summary>
    public Edition Edition { get; }

    /// <summary>Addresses of the data port.</summary>
    public IReadOnlyList<Uri> DataAddresses => [.. _data.Addresses.Select(a => new Uri(a))];

    /// <summary>Address of the admin port.</summary>
    public Uri AdminAddress => _admin.Address;

    /// <summary>The process's services, for views that run inside it.</summary>
    public IServiceProvider Services => _services.Provider;

    /// <summary>Starts everything; returns when calls are accepted, which is before readiness is reported.</summary>
    /// <param name="edition">What the executable adds.</param>
    /// <param name="configuration">What to run.</param>
    /// <param name="loader">Loads it again when its file changes; null: no hot reload.</param>
    /// <param name="path">The file named on the command line, if any.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task<SentinelHost> StartAsync(
        Edition edition, ConfigurationSnapshot configuration, ConfigurationLoader? loader, string? path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edition);
        ArgumentNullException.ThrowIfNull(configuration);
        Admin.AdminAddress.RequireTokenUnlessLoopback(configuration.Options.Admin);
        var inEffect = new ConfigurationInEffect(configuration);
        var services = new SidecarServices(edition, inEffect);
        DataPlane? data = null;
        try
        {
            // First of all: applications may be waiting for it.
            data = await StartDataAsync(services.Provider, configuration, cancellationToken);
            var admin = await edition.StartAdminAsync(services, cancellationToken);
            services.Provider.GetRequiredService<PriceSource>().LoadInBackground();
            var watcher = loader is null ? null : Watch(services.Provider, data, inEffect, loader, path);
            return new SentinelHost(edition, services, data, admin, watcher);
        }
        catch
        {
            if (data is not null)
                await data.DisposeAsync();
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Readiness off; streams in flight finish within the drain time; what they left is read and written; then everything ends.
    /// </summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        var services = _services.Provider;
        services.GetRequiredService<Readiness>().MarkDraining();
        await _stopping.CancelAsync();
        await _warming;
        _watcher?.Dispose();
        await _data.StopAsync(CancellationToken.None);
        await CallsEndedAsync(services.GetRequiredService<TelemetrySources>().InFlight);
        await services.GetRequiredService<ExchangePipeline>().CompleteAsync();
        if (services.GetService<IFlushableStore>() is { } store)
            await store.FlushAsync(FlushTimeout);
        await _admin.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _data.DisposeAsync();
        await _admin.DisposeAsync();
        await _services.DisposeAsync();
        _stopping.Dispose();
    }

    // Calls are accepted already; who asks before sending any waits for this.
    private async Task WarmUpAsync()
    {
        if (_services.Provider.GetRequiredService<ConfigurationInEffect>().Snapshot.Options.Proxy.WarmUp)
            await Edition.WarmUpAsync(_services, _stopping.Token);
        _services.Provider.GetRequiredService<Readiness>().MarkReady();
    }

    private static async Task<DataPlane> StartDataAsync(
        IServiceProvider services, ConfigurationSnapshot configuration, CancellationToken cancellationToken)
    {
        var plane = await DataPlane.StartAsync(
            new DataPlaneParts(
                configuration.Options,
                configuration.Upstreams,
                services.GetRequiredService<ExchangePipeline>(),
                services.GetRequiredService<SentinelMetrics>(),
                services.GetRequiredService<CaptureBudget>(),
                services.GetRequiredService<ILoggerFactory>(),
                TimeProvider.System,
                Samples: services.GetServices<ISampleSink>().Any()),
            cancellationToken);
        services.GetRequiredService<DataPlaneStatus>().Began(plane);
        return plane;
    }

    /// <summary>Calls that were cut at the end of the drain time still have to hand over what was seen of them.</summary>
    private static async Task CallsEndedAsync(InFlightCounts inFlight)
    {
        for (var waited = TimeSpan.Zero; inFlight.Total > 0 && waited < CutTimeout; waited += CutPoll)
            await Task.Delay(CutPoll);
    }

    private static ConfigurationWatcher Watch(
        IServiceProvider services, DataPlane data, ConfigurationInEffect inEffect, ConfigurationLoader loader, string? path)
    {
        var watcher = new ConfigurationWatcher(
            loader, path, inEffect.Snapshot, TimeProvider.System, services.GetRequiredService<ILoggerFactory>().CreateLogger<ConfigurationWatcher>());
        var metrics = services.GetRequiredService<SentinelMetrics>();
        watcher.Changed += change =>
        {
            inEffect.Snapshot = change.After;
            services.GetRequiredService<PriceSource>().Update(change.After);
            services.GetRequiredService<CaptureBudget>().Limit = change.After.Options.Capture.BudgetBytes;
            data.Apply(change.After.Options, change.After.Upstreams);
            if (SampleDecision.IsOff(change.After.Options))
                services.GetService<RecentSamples>()?.Clear();
            metrics.ConfigReloaded(accepted: true);
        };
        watcher.Rejected += _ => metrics.ConfigReloaded(accepted: false);
        watcher.Start();
        return watcher;
    }
}
