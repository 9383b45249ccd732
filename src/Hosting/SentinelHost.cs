using LlmSentinel.Configuration;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Proxy;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Storage;
using LlmSentinel.Storage.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>
/// The whole sidecar in one process: the data port, the pipeline behind it, the store, the admin port. Started and stopped in this
/// order: store and pipeline, admin port, data port, ready; draining, data port, pipeline, store, admin port.
/// </summary>
public sealed class SentinelHost : IAsyncDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CutTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CutPoll = TimeSpan.FromMilliseconds(5);

    private readonly WebApplication _admin;
    private readonly DataPlane _data;
    private readonly ConfigurationWatcher? _watcher;
    private bool _stopped;

    private SentinelHost(Edition edition, WebApplication admin, DataPlane data, ConfigurationWatcher? watcher)
    {
        Edition = edition;
        _admin = admin;
        _data = data;
        _watcher = watcher;
    }

    /// <summary>Which executable this is.</summary>
    public Edition Edition { get; }

    /// <summary>Addresses of the data port.</summary>
    public IReadOnlyList<Uri> DataAddresses => [.. _data.Addresses.Select(a => new Uri(a))];

    /// <summary>Address of the admin port.</summary>
    public Uri AdminAddress => new(_admin.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The process's services, for views that run inside it.</summary>
    public IServiceProvider Services => _admin.Services;

    /// <summary>Starts everything; returns when calls are accepted.</summary>
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
        var options = configuration.Options;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenOn(options.Admin.Listen, static _ => { });
        });
        builder.Logging.AddSentinelLogging(options.Logging);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddRoutingCore();
        builder.Services.AddSentinelStorage(options.Storage);
        builder.Services.AddSentinelMetrics(options.Telemetry);
        var inEffect = new ConfigurationInEffect(configuration);
        builder.Services.AddSentinelPipeline(inEffect);
        Admin.AdminAddress.RequireTokenUnlessLoopback(options.Admin);
        builder.Services.AddSingleton(options.Admin);
        builder.Services.AddSingleton<Readiness>();
        edition.AddServices(builder.Services, inEffect);
        var data = new DataPlaneStatus();
        builder.Services.AddSingleton<IUpstreamStatus>(data);

        var admin = builder.Build();
        edition.UseAdmin(admin);
        var services = admin.Services;
        services.ObserveQueuesAndStores();
        await admin.StartAsync(cancellationToken);
        try
        {
            data.Plane = await DataPlane.StartAsync(
                new DataPlaneParts(
                    options,
                    configuration.Upstreams,
                    services.GetRequiredService<ExchangePipeline>(),
                    services.GetRequiredService<SentinelMetrics>(),
                    services.GetRequiredService<CaptureBudget>(),
                    services.GetRequiredService<ILoggerFactory>(),
                    TimeProvider.System,
                    Samples: services.GetServices<ISampleSink>().Any()),
                cancellationToken);
        }
        catch
        {
            await admin.DisposeAsync();
            throw;
        }

        var watcher = loader is null ? null : Watch(services, data.Plane, inEffect, loader, path);
        services.GetRequiredService<Readiness>().MarkReady();
        return new SentinelHost(edition, admin, data.Plane, watcher);
    }

    /// <summary>
    /// Readiness off; streams in flight finish within the drain time; what they left is read and written; then everything ends.
    /// </summary>
    public async Task StopAsync()
    {
        if (_stopped)
            return;
        _stopped = true;
        var services = _admin.Services;
        services.GetRequiredService<Readiness>().MarkDraining();
        _watcher?.Dispose();
        await _data.StopAsync(CancellationToken.None);
        await CallsEndedAsync(services.GetRequiredService<TelemetrySources>().InFlight);
        await services.GetRequiredService<ExchangePipeline>().CompleteAsync();
        if (services.GetService<SqliteExchangeStore>() is { } store)
            await store.FlushAsync(FlushTimeout);
        await _admin.StopAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _data.DisposeAsync();
        await _admin.DisposeAsync();
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
            loader, path, inEffect.Snapshot, TimeProvider.System, services.GetRequiredService<ILogger<ConfigurationWatcher>>());
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
