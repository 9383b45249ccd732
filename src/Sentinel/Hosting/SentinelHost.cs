using System.Net;
using LlmSentinel.Configuration;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Proxy;
using LlmSentinel.Sentinel.Api;
using LlmSentinel.Sentinel.Telemetry;
using LlmSentinel.Storage;
using LlmSentinel.Storage.Sqlite;
using LlmSentinel.Tokens;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace LlmSentinel.Sentinel.Hosting;

/// <summary>
/// The whole sidecar in one process: the data port, the pipeline behind it, the store, the admin port. Started and stopped in this
/// order: store and pipeline, admin port, data port, ready; draining, data port, pipeline, store, admin port.
/// </summary>
internal sealed class SentinelHost : IAsyncDisposable
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(10);

    private readonly WebApplication _admin;
    private readonly DataPlane _data;
    private bool _stopped;

    private SentinelHost(WebApplication admin, DataPlane data)
    {
        _admin = admin;
        _data = data;
    }

    /// <summary>Addresses of the data port.</summary>
    public IReadOnlyList<Uri> DataAddresses => [.. _data.Addresses.Select(a => new Uri(a))];

    /// <summary>Address of the admin port.</summary>
    public Uri AdminAddress => new(_admin.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>The process's services, for views that run inside it.</summary>
    public IServiceProvider Services => _admin.Services;

    /// <summary>Starts everything; returns when calls are accepted.</summary>
    /// <param name="configuration">What to run.</param>
    /// <param name="loader">Loads it again when its file changes; null: no hot reload.</param>
    /// <param name="path">The file named on the command line, if any.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task<SentinelHost> StartAsync(
        ConfigurationSnapshot configuration, ConfigurationLoader? loader, string? path, CancellationToken cancellationToken)
    {
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
        builder.Services.AddSentinelTelemetry(options.Telemetry);
        builder.Services.AddSentinelPipeline(configuration);
        builder.Services.AddSentinelApi(options.Admin);
        var configurationInEffect = new ConfigurationInEffect(configuration);
        builder.Services.AddSingleton(new ConfigurationView(configurationInEffect.WriteTo));
        var data = new DataPlaneStatus();
        builder.Services.AddSingleton<IUpstreamStatus>(data);

        var admin = builder.Build();
        admin.UseSentinelApi();
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
                    TimeProvider.System),
                cancellationToken);
        }
        catch
        {
            await admin.DisposeAsync();
            throw;
        }

        services.GetRequiredService<Readiness>().MarkReady();
        return new SentinelHost(admin, data.Plane);
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
        await _data.StopAsync(CancellationToken.None);
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
}
