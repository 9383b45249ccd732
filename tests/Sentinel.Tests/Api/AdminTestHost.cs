using System.Net;
using System.Text.Json;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Sentinel.Api;
using LlmSentinel.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Sentinel.Tests.Api;

/// <summary>The admin port on a free port of 127.0.0.1, over a store in memory and a clock that stands still.</summary>
internal sealed class AdminTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private AdminTestHost(WebApplication app) => _app = app;

    public FakeTimeProvider Clock { get; private init; } = null!;

    public MemoryStore Store { get; private init; } = null!;

    public FakeLogCollector Log => _app.Services.GetFakeLogCollector();

    public Readiness Readiness => _app.Services.GetRequiredService<Readiness>();

    public RecentSamples Samples => _app.Services.GetRequiredService<RecentSamples>();

    public TelemetrySources Sources => _app.Services.GetRequiredService<TelemetrySources>();

    public IEnumerable<IExchangeSink> Sinks => _app.Services.GetServices<IExchangeSink>();

    public string Address => _app.Urls.Single();

    public HttpClient Client { get; private set; } = null!;

    public static async Task<AdminTestHost> StartAsync(
        string token = "", bool withStore = true, IUpstreamStatus? upstreams = null, Action<Utf8JsonWriter>? configuration = null,
        IExchangeStore? store = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddFakeLogging();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var clock = new FakeTimeProvider(SampleExchange.Start);
        var memory = new MemoryStore();
        builder.Services.AddSingleton<TimeProvider>(clock);
        if (withStore)
            builder.Services.AddSingleton(store ?? memory);
        if (upstreams is not null)
            builder.Services.AddSingleton(upstreams);
        builder.Services.AddSingleton(new ConfigurationView(configuration ?? WriteEmpty));
        builder.Services.AddSentinelMetrics(new TelemetryOptions());
        builder.Services.AddSingleton(new RecentSamples(() => 10));
        builder.Services.AddSentinelApi(new AdminOptions { Token = token });
        var app = builder.Build();
        app.UseSentinelApi();
        await app.StartAsync();
        var host = new AdminTestHost(app) { Clock = clock, Store = memory };
        host.Client = new HttpClient { BaseAddress = new Uri(host.Address) };
        return host;
    }

    /// <summary>Gets a path and reads the answer as JSON.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Json)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }

    private static void WriteEmpty(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteEndObject();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
