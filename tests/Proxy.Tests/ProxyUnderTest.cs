using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Proxy.Tests;

/// <summary>A real data port on free ports, with the real pipeline behind it and a list in place of a store.</summary>
internal sealed class ProxyUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _meters;
    private readonly ExchangePipeline _pipeline;
    private readonly Sink _sink;

    private ProxyUnderTest(ServiceProvider meters, ExchangePipeline pipeline, Sink sink, DataPlane plane, CaptureBudget budget, SentinelMetrics metrics)
    {
        _meters = meters;
        _pipeline = pipeline;
        _sink = sink;
        Plane = plane;
        Budget = budget;
        Metrics = metrics;
    }

    public DataPlane Plane { get; }

    public CaptureBudget Budget { get; }

    public SentinelMetrics Metrics { get; }

    /// <summary>The HTTP/1.1 address.</summary>
    public Uri Address => new(Plane.Addresses[0]);

    /// <summary>The cleartext HTTP/2 address.</summary>
    public Uri Http2Address => new(Plane.Addresses[1]);

    public IReadOnlyList<Exchange> Recorded => [.. _sink.Exchanges];

    public static Task<ProxyUnderTest> InFrontOfAsync(ScriptedUpstream upstream, Action<UpstreamOptionsBuilder>? configure = null) =>
        InFrontOfAsync(upstream.BaseAddress, configure);

    public static Task<ProxyUnderTest> InFrontOfAsync(RawTcpUpstream upstream, Action<UpstreamOptionsBuilder>? configure = null) =>
        InFrontOfAsync(upstream.BaseAddress, configure);

    public static Task<ProxyUnderTest> InFrontOfAsync(Uri upstream, Action<UpstreamOptionsBuilder>? configure = null)
    {
        var builder = new UpstreamOptionsBuilder { Address = upstream.AbsoluteUri };
        configure?.Invoke(builder);
        return StartAsync(new() { ["llm"] = builder.Build() }, builder.Proxy, builder.Capture);
    }

    public static async Task<ProxyUnderTest> StartAsync(
        Dictionary<string, UpstreamOptions> upstreams, ProxyOptions? proxy = null, CaptureOptions? capture = null)
    {
        var options = Options(upstreams, proxy, capture);
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var metrics = new SentinelMetrics(meters.GetRequiredService<IMeterFactory>());
        var sink = new Sink();
        var budget = new CaptureBudget(options.Capture.BudgetBytes);
        var builder = new ExchangeBuilder(new NoPrices(), new AppIdentity(new byte[32]), new LabelLimiter("model", 100, 128), new LabelLimiter("app", 100, 128));
        var pipeline = new ExchangePipeline(1024, new UsageEstimation(new WordEstimator(), () => options.Capture.EstimateMissingUsage), builder,
            [sink], metrics, NullLogger<ExchangePipeline>.Instance);
        var plane = await DataPlane.StartAsync(new DataPlaneParts(options, ResolvedUpstream.CreateAll(options), pipeline, metrics, budget,
            NullLoggerFactory.Instance, TimeProvider.System), CancellationToken.None);
        return new ProxyUnderTest(meters, pipeline, sink, plane, budget, metrics);
    }

    public static SentinelOptions Options(Dictionary<string, UpstreamOptions> upstreams, ProxyOptions? proxy = null, CaptureOptions? capture = null) => new()
    {
        Proxy = proxy ?? new ProxyOptions
        {
            Listen = ["127.0.0.1:0"],
            ListenHttp2 = ["127.0.0.1:0"],
            DefaultUpstream = upstreams.Keys.First(),
            DrainTimeout = TimeSpan.FromSeconds(5),
        },
        Upstreams = upstreams,
        Capture = capture ?? new CaptureOptions(),
    };

    /// <summary>The one exchange recorded.</summary>
    public async Task<Exchange> RowAsync()
    {
        await Eventually.TrueAsync(() => !_sink.Exchanges.IsEmpty, "a row is recorded");
        return Assert.Single(_sink.Exchanges);
    }

    /// <summary>Waits for so many rows.</summary>
    public async Task<IReadOnlyList<Exchange>> RowsAsync(int count)
    {
        await Eventually.TrueAsync(() => _sink.Exchanges.Count >= count, $"{count} rows are recorded");
        return Recorded;
    }

    public async ValueTask DisposeAsync()
    {
        await Plane.StopAsync(CancellationToken.None);
        await Plane.DisposeAsync();
        await _pipeline.DisposeAsync();
        await _meters.DisposeAsync();
    }

    private sealed class Sink : IExchangeSink
    {
        public ConcurrentQueue<Exchange> Exchanges { get; } = new();

        public string Name => "list";

        public void Record(Exchange exchange) => Exchanges.Enqueue(exchange);
    }

    private sealed class NoPrices : IPricer
    {
        public ExchangeCost Price(in PriceRequest request) => ExchangeCost.Unknown;
    }

    /// <summary>Counts words, so that a test can say what an estimate must be.</summary>
    private sealed class WordEstimator : ITokenEstimator
    {
        public int CountOutput(string? model, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

        public int? CountPrompt(string? model, in System.Buffers.ReadOnlySequence<byte> requestBody) => 7;
    }
}

/// <summary>Upstream options with room to change single ones.</summary>
internal sealed class UpstreamOptionsBuilder
{
    public string? Address { get; set; }

    public string? Preset { get; set; }

    public string? ApiKey { get; set; }

    public UsageMode Usage { get; set; } = UsageMode.Observe;

    public TimeoutOptions Timeouts { get; set; } = new();

    public Core.Configuration.HttpRequestOptions HttpRequest { get; set; } = new();

    public HttpClientOptions HttpClient { get; set; } = new();

    public LocalCostOptions? LocalCost { get; set; }

    public ProxyOptions? Proxy { get; set; }

    public CaptureOptions? Capture { get; set; }

    public UpstreamOptions Build() => new()
    {
        Address = Address,
        Preset = Preset,
        ApiKey = ApiKey,
        Usage = Usage,
        Timeouts = Timeouts,
        HttpRequest = HttpRequest,
        HttpClient = HttpClient,
        LocalCost = LocalCost,
    };
}
