using System.Text;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Processes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Sentinel.Tests.Telemetry;

public sealed class PrometheusBridgeTests : IDisposable
{
    private const string TraceId = "0af7651916cd43dd8448eb211c80319c";
    private const string SpanId = "b7ad6b7169203331";

    private readonly ServiceProvider _services;
    private readonly IExchangeSink _sink;

    public PrometheusBridgeTests()
    {
        _services = Services(new TelemetryOptions());
        _sink = Assert.Single(_services.GetServices<IExchangeSink>());
    }

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Scrape_RecordedExchange_ConventionNamesUnitsAndBuckets()
    {
        _sink.Record(SampleExchange.Chat);
        var text = await ScrapeAsync();

        const string GenAi = "gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-5.4\"," +
            "gen_ai_response_model=\"gpt-5.4-2026-03-05\",server_address=\"api.openai.com\",server_port=\"443\"";
        Assert.Contains($"gen_ai_client_token_usage_bucket{{{GenAi},gen_ai_token_type=\"input\",le=\"256\"}} 0\n", text, StringComparison.Ordinal);
        Assert.Contains($"gen_ai_client_token_usage_bucket{{{GenAi},gen_ai_token_type=\"input\",le=\"1024\"}} 1\n", text, StringComparison.Ordinal);
        Assert.Contains($"gen_ai_client_operation_duration_seconds_sum{{{GenAi},error_type=\"\"}} 2.5\n", text, StringComparison.Ordinal);
        Assert.Contains("# TYPE llmsentinel_exchanges_total counter\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "llmsentinel_exchanges_total{upstream=\"openai\",model=\"gpt-5.4-2026-03-05\",operation=\"chat\",outcome=\"ok\",streamed=\"true\"} 1\n",
            text, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_exchange_duration_seconds_bucket{upstream=\"openai\",model=\"gpt-5.4-2026-03-05\",operation=\"chat\",outcome=\"ok\",le=\"655.36\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_added_time_seconds_bucket{upstream=\"openai\",direction=\"response\",le=\"2e-05\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_exchange_bytes_total{upstream=\"openai\",direction=\"response\"} 20480\n", text, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_cost_usd_total{upstream=\"openai\",model=\"gpt-5.4-2026-03-05\",source=\"catalogue\"} 0.00123\n", text, StringComparison.Ordinal);
        Assert.Contains($"llmsentinel_build_info{{version=\"{SentinelMetrics.Version}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("app=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_ManyDifferentExchanges_EveryOneCountedInItsOwnSeries()
    {
        // More label sets than the bridge remembers, each met again as equal but different strings.
        for (var round = 1; round <= 2; round++)
        {
            for (var i = 0; i < 600; i++)
                _sink.Record(SampleExchange.Chat with { ResponseModel = $"model-{i}" });
        }

        var text = await ScrapeAsync();
        for (var i = 0; i < 600; i++)
            Assert.Contains($"llmsentinel_exchanges_total{{upstream=\"openai\",model=\"model-{i}\",operation=\"chat\",outcome=\"ok\",streamed=\"true\"}} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Record_ManySeriesInTurn_OnceWarm_AllocatesNothing()
    {
        var exchanges = Enumerable.Range(0, 300).Select(i => SampleExchange.Chat with { ResponseModel = $"model-{i}" }).ToArray();
        long before = 0;
        for (var round = 0; round < 3; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var exchange in exchanges)
                _sink.Record(exchange);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Record_ExchangesOfTraces_OnceTheirBucketsHaveExamples_AllocatesNothing()
    {
        var time = new FakeTimeProvider();
        using var services = Services(new TelemetryOptions(), time);
        var sink = services.GetServices<IExchangeSink>().Single();
        var exchange = SampleExchange.Chat with { TraceId = TraceId, ParentSpanId = SpanId, ParentSampled = true };
        sink.Record(exchange);
        sink.Record(exchange);

        var before = GC.GetAllocatedBytesForCurrentThread();
        sink.Record(exchange);
        var steady = GC.GetAllocatedBytesForCurrentThread() - before;
        time.Advance(TimeSpan.FromSeconds(1));
        before = GC.GetAllocatedBytesForCurrentThread();
        sink.Record(exchange);

        Assert.Equal(0, steady);
        Assert.NotEqual(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task ScrapeOpenMetrics_SlowCallAmongFastOnes_KeepsItsTrace()
    {
        var slow = new string('a', 32);
        var fast = SampleExchange.Chat with { TraceId = TraceId, ParentSpanId = SpanId, ParentSampled = true };
        for (var i = 0; i < 100; i++)
            _sink.Record(fast);
        _sink.Record(fast with { TraceId = slow, Timing = fast.Timing with { Duration = TimeSpan.FromMinutes(20), TimeToFirstToken = null } });

        using var stream = new MemoryStream();
        await _services.GetRequiredService<PrometheusBridge>().WriteOpenMetricsAsync(stream, TestContext.Current.CancellationToken);
        var lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');

        var marked = Assert.Single(lines, line => line.StartsWith("llmsentinel_exchange_duration_seconds_bucket", StringComparison.Ordinal) && line.Contains(slow, StringComparison.Ordinal));
        Assert.Contains($"le=\"+Inf\"}} 101 # {{trace_id=\"{slow}\",span_id=\"{SpanId}\"}} 1200", marked, StringComparison.Ordinal);
        Assert.Contains(lines, line => line.StartsWith("llmsentinel_exchange_time_to_first_token_seconds_bucket", StringComparison.Ordinal) && line.Contains(TraceId, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("llmsentinel_tokens_total", StringComparison.Ordinal) && line.Contains(TraceId, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(TraceId, SpanId, false)]
    [InlineData(null, null, true)]
    [InlineData("not a trace id", SpanId, true)]
    public async Task ScrapeOpenMetrics_CallWithoutARecordedTrace_HasNoExemplar(string? trace, string? span, bool sampled)
    {
        _sink.Record(SampleExchange.Chat with { TraceId = trace, ParentSpanId = span, ParentSampled = sampled });

        using var stream = new MemoryStream();
        await _services.GetRequiredService<PrometheusBridge>().WriteOpenMetricsAsync(stream, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("trace_id", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_GaugesAndTotals_ShowTheValueOfNow()
    {
        var sources = _services.GetRequiredService<TelemetrySources>();
        sources.Drops.Add("capture", DropReasons.Full, 2);
        sources.InFlight.For("openai").Enter();
        var first = await ScrapeAsync();
        sources.Drops.Add("capture", DropReasons.Full, 1);
        sources.InFlight.For("openai").Leave();
        var second = await ScrapeAsync();

        Assert.Contains("llmsentinel_queue_dropped_total{queue=\"capture\",reason=\"full\"} 2\n", first, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_queue_dropped_total{queue=\"capture\",reason=\"full\"} 3\n", second, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_exchanges_in_flight{upstream=\"openai\"} 1\n", first, StringComparison.Ordinal);
        Assert.Contains("llmsentinel_exchanges_in_flight{upstream=\"openai\"} 0\n", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scrape_NothingIsWatched_UnknownIsAbsentAndNotZero()
    {
        var samples = (await ScrapeAsync()).Split('\n').Where(line => !line.StartsWith('#')).ToList();

        Assert.DoesNotContain(samples, line => line.StartsWith("llmsentinel_capture_", StringComparison.Ordinal));
        Assert.DoesNotContain(samples, line => line.StartsWith("llmsentinel_store_", StringComparison.Ordinal));
        Assert.InRange(samples.Count(line => line.StartsWith("process_", StringComparison.Ordinal) || line.StartsWith("dotnet_", StringComparison.Ordinal)), 1, 20);
    }

    [Fact]
    public async Task Scrape_HostileLabelValues_EscapedAndParsed()
    {
        _sink.Record(SampleExchange.Chat with { ResponseModel = "a\"b\\c{d}=1,\u20ac", Outcome = ExchangeOutcome.ServerError, ErrorType = "x\ny" });

        await CheckAsync(await ScrapeAsync());
    }

    [Fact]
    public async Task Scrape_AllInstruments_PassesPromtool()
    {
        using var services = Services(new TelemetryOptions { LabelApps = true });
        var metrics = services.GetRequiredService<SentinelMetrics>();
        services.GetServices<IExchangeSink>().Single().Record(SampleExchange.Chat with { Gap = ObservationGap.Malformed, Outcome = ExchangeOutcome.Timeout });
        metrics.Record(SampleExchange.Chat with { Cost = ExchangeCost.Unknown });
        metrics.StageFailed("read");
        metrics.StageRan("read", TimeSpan.FromMicroseconds(12));
        metrics.ConfigReloaded(accepted: true);
        metrics.Sources.ObserveCapture(() => 1, () => 2);
        metrics.Sources.ObservePrices(() => "2026-08-01");
        metrics.Sources.Observe(new QueueGauge("capture", () => 1, () => 2));
        metrics.Sources.Drops.Add("capture", DropReasons.Full, 1);
        var text = await ScrapeAsync(services);

        Assert.Contains("app=\"shop\"", text, StringComparison.Ordinal);
        await CheckAsync(text);
    }

    private static async Task CheckAsync(string text)
    {
        var promtool = External.RequireOrSkip("promtool");
        var run = await ProcessRun.RunAsync(promtool, ["check", "metrics"], input: text);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }

    private static ServiceProvider Services(TelemetryOptions options, TimeProvider? time = null) =>
        new ServiceCollection().AddSingleton(time ?? TimeProvider.System).AddSentinelMetrics(options).BuildServiceProvider();

    private Task<string> ScrapeAsync() => ScrapeAsync(_services);

    private static async Task<string> ScrapeAsync(ServiceProvider services)
    {
        using var stream = new MemoryStream();
        await services.GetRequiredService<PrometheusBridge>().WriteAsync(stream, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
