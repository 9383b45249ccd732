using System.Diagnostics.Metrics;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Proxy;
using LlmSentinel.Storage.Sqlite;
using LlmSentinel.Testing;
using LlmSentinel.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Conformance.Harness;

/// <summary>The real data port, pipeline, prices, tokenizer and store, in this process, on free ports.</summary>
internal sealed class SidecarInProcess : ISidecarUnderTest
{
    // More than the scenarios are, so that no application is called 'other'.
    private const int Labels = 1000;

    private readonly ServiceProvider _services;
    private readonly TempDirectory _folder;
    private readonly SqliteExchangeStore _store;
    private readonly ExchangePipeline _pipeline;
    private readonly DataPlane _plane;

    private SidecarInProcess(ServiceProvider services, TempDirectory folder, SqliteExchangeStore store, ExchangePipeline pipeline, DataPlane plane)
    {
        _services = services;
        _folder = folder;
        _store = store;
        _pipeline = pipeline;
        _plane = plane;
    }

    /// <summary>Starts a sidecar with an upstream per provider, each leading to <paramref name="simulator"/>.</summary>
    public static async Task<ISidecarUnderTest> StartAsync(Uri simulator)
    {
        var options = new SentinelOptions
        {
            Proxy = new ProxyOptions { Listen = ["127.0.0.1:0"] },
            Upstreams = new[] { "openai", "azure", "anthropic", "gemini", "ollama" }
                .ToDictionary(name => name, _ => new UpstreamOptions { Address = simulator.AbsoluteUri }),
        };
        var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new SentinelMetrics(services.GetRequiredService<IMeterFactory>());
        var folder = new TempDirectory();
        var store = new SqliteExchangeStore(
            new SqliteOptions { Path = folder.File("sentinel.db") }, TimeProvider.System, NullLoggerFactory.Instance);
        var pricer = new Pricer(PriceCatalogueLoader.Load(options.Pricing, options.Upstreams.Keys, folder.Path).Catalogue, options.Upstreams);
        var builder = new ExchangeBuilder(
            pricer, new AppIdentity(new byte[32]), new LabelLimiter("model", Labels, 128), new LabelLimiter("app", Labels, 128));
        var estimation = new UsageEstimation(new TokenEstimator(), () => true);
        var pipeline = new ExchangePipeline(1024, estimation, builder, [store], metrics, NullLogger<ExchangePipeline>.Instance);
        var plane = await DataPlane.StartAsync(
            new DataPlaneParts(
                options, ResolvedUpstream.CreateAll(options), pipeline, metrics, new CaptureBudget(options.Capture.BudgetBytes),
                NullLoggerFactory.Instance, TimeProvider.System),
            CancellationToken.None);
        return new SidecarInProcess(services, folder, store, pipeline, plane);
    }

    public Uri Upstream(string name) => new(new Uri(_plane.Addresses[0]), name + "/");

    public async Task<Exchange> RowAsync(string app)
    {
        var query = new ExchangeQuery { App = app };
        var page = await Eventually.ValueAsync(
            async () => await _store.QueryAsync(query, CancellationToken.None) is { Items.Count: > 0 } found ? found : null,
            $"a row of {app} is stored");
        return Assert.Single(page.Items);
    }

    public async ValueTask DisposeAsync()
    {
        await _plane.StopAsync(CancellationToken.None);
        await _plane.DisposeAsync();
        await _pipeline.DisposeAsync();
        await _store.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
