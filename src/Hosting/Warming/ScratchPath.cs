using System.Security.Cryptography;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Proxy;
using LlmSentinel.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Hosting.Warming;

/// <summary>
/// A second path of a call, complete from data port to store, with nothing in common with the real one but the code: its metrics have
/// a meter no exporter knows, its log is discarded, its database is a temporary file, its provider is this process.
/// </summary>
internal sealed class ScratchPath : IAsyncDisposable
{
    private const string Meter = "warm-up";
    private const int QueueCapacity = 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("llm-sentinel-warm-up-");
    private readonly OwnMeters _meters = new();
    private readonly SqliteExchangeStore _store;
    private readonly PrometheusBridge _bridge;
    private readonly ExchangePipeline _pipeline;
    private readonly BareServer _provider;
    private DataPlane? _data;

    private ScratchPath(BareServer provider, IServiceProvider real)
    {
        _provider = provider;
        Metrics = new SentinelMetrics(_meters, labelApps: false, Meter);
        _bridge = new PrometheusBridge(Metrics, TimeProvider.System);
        _store = new SqliteExchangeStore(
            new StoreOptions { Path = Path.Combine(_folder.FullName, "warm-up.db") }, TimeProvider.System, NullLoggerFactory.Instance);
        _pipeline = new ExchangePipeline(
            QueueCapacity,
            new UsageEstimation(real.GetRequiredService<ITokenEstimator>(), static () => false),
            new ExchangeBuilder(
                real.GetRequiredService<IPricer>(), new AppIdentity(RandomNumberGenerator.GetBytes(32)),
                new LabelLimiter("model", 10, 128), new LabelLimiter("app", 10, 128)),
            [_store, new MetricsSink(Metrics)],
            Metrics,
            NullLogger<ExchangePipeline>.Instance);
    }

    private SentinelMetrics Metrics { get; }

    /// <summary>Where its data port listens.</summary>
    public Uri Address => new(_data!.Addresses[0]);

    /// <exception cref="IOException">A port or a temporary folder cannot be had.</exception>
    public static async Task<ScratchPath> StartAsync(IServiceProvider real, CancellationToken cancellationToken)
    {
        var provider = await LoopbackProvider.StartAsync(NullLoggerFactory.Instance, cancellationToken);
        ScratchPath path;
        try
        {
            path = new ScratchPath(provider, real);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }

        try
        {
            await path.OpenAsync(real.GetRequiredService<ConfigurationInEffect>().Snapshot.Upstreams, cancellationToken);
            return path;
        }
        catch
        {
            await path.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the metrics as a scrape does, to nowhere.</summary>
    public Task ScrapeAsync(CancellationToken cancellationToken) => _bridge.WriteAsync(Stream.Null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_data is not null)
            await _data.DisposeAsync();
        await _pipeline.DisposeAsync();
        await _store.DisposeAsync();
        await _provider.DisposeAsync();
        _bridge.Dispose();
        _meters.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task OpenAsync(IReadOnlyList<ResolvedUpstream> real, CancellationToken cancellationToken) =>
        _data = await ScratchPort.StartAsync(_provider, real, _pipeline, Metrics, NullLoggerFactory.Instance, cancellationToken);
}
