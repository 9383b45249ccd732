using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Sentinel.Telemetry;
using LlmSentinel.Testing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

[Collection(Collection)]
public class OtlpPushTests
{
    /// <summary>A push takes in every meter and source of this process by name: those who push take turns.</summary>
    internal const string Collection = "OTLP";

    private const string ResponseModel = "gpt-5.4-2026-03-05";

    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData("http/protobuf", HttpProtocols.Http1)]
    [InlineData("grpc", HttpProtocols.Http2)]
    public async Task Push_CollectorConfigured_MetricsAndSpansArriveWithTheConfiguredHeader(string protocol, HttpProtocols http)
    {
        await using var collector = await OtlpCollector.StartAsync(http);
        using var host = await StartAsync(new OtlpOptions
        {
            Endpoint = collector.Address + "/",
            Protocol = protocol,
            Headers = new() { ["Authorization"] = "Basic a,b=c d" },
            Interval = TimeSpan.FromMilliseconds(200),
        });

        foreach (var sink in host.Services.GetServices<IExchangeSink>())
            sink.Record(SampleExchange.Chat with { TraceId = TraceId, ParentSpanId = "b7ad6b7169203331", ParentSampled = true });
        await Eventually.TrueAsync(() => collector.Traces.Any() && collector.Metrics.Any(IsOfTheExchange), "both were pushed");

        var metrics = collector.Metrics.First(IsOfTheExchange);
        Assert.Contains("llm-sentinel", metrics.Strings);
        Assert.Contains(MetricNames.GenAiTokenUsage, metrics.Strings);
        Assert.Equal("Basic a,b=c d", metrics.Authorization);
        Assert.DoesNotContain(metrics.Strings, s => s.StartsWith("kestrel.", StringComparison.Ordinal) || s.StartsWith("http.client", StringComparison.Ordinal));

        var spans = collector.Traces.First();
        Assert.Contains("llm-sentinel", spans.Strings);
        Assert.Contains("chat gpt-5.4", spans.Strings);
        Assert.Contains("gen_ai.usage.cache_read.input_tokens", spans.Strings);
        Assert.True(spans.Body.AsSpan().IndexOf(Convert.FromHexString(TraceId)) > 0, "the span is in the caller's trace");
        Assert.Equal("Basic a,b=c d", spans.Authorization);
    }

    [Fact]
    public async Task Push_CollectorRefuses_SpansAreCountedAsDropped()
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.Status = 400;
        using var host = await StartAsync(new OtlpOptions { Endpoint = collector.Address, Metrics = false });
        var sources = host.Services.GetRequiredService<TelemetrySources>();

        foreach (var sink in host.Services.GetServices<IExchangeSink>())
        {
            sink.Record(SampleExchange.Chat);
            sink.Record(SampleExchange.Chat);
        }

        await Eventually.TrueAsync(() => sources.Drops.Snapshot() is [("spans", "failed", 2)], "two spans counted as dropped");
        Assert.Equal(0, sources.Queues.Single(q => q.Name == "spans").Depth());
        Assert.Empty(collector.Metrics);
    }

    [Fact]
    public async Task Push_OnlyMetrics_NoSpans()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var host = await StartAsync(new OtlpOptions { Endpoint = collector.Address, Traces = false, Interval = TimeSpan.FromMilliseconds(100) });

        Assert.Single(host.Services.GetServices<IExchangeSink>()).Record(SampleExchange.Chat);
        await Eventually.TrueAsync(() => collector.Metrics.Any(), "metrics were pushed");
        await host.StopAsync();

        Assert.Empty(collector.Traces);
    }

    [Fact]
    public async Task Push_NoCollector_NothingOfOpenTelemetryIsRegistered()
    {
        using var host = await StartAsync(new OtlpOptions());

        Assert.IsType<MetricsSink>(Assert.Single(host.Services.GetServices<IExchangeSink>()));
        Assert.Empty(host.Services.GetServices<IHostedService>());
    }

    private static bool IsOfTheExchange(OtlpCollector.Push push) =>
        push.Strings.Contains(MetricNames.Exchanges) && push.Strings.Contains(ResponseModel);

    internal static async Task<IHost> StartAsync(OtlpOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSentinelMetrics(new TelemetryOptions());
        builder.Services.AddSpanSink(options);
        builder.Services.AddOtlpPush(options);
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
