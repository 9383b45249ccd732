using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Core.Tests.Pipeline;

/// <summary>What happens in which order to a call that ended.</summary>
public sealed class SampledCallTests : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> _happened = new();

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Enqueue_ASampledCall_IsRecordedBeforeItIsHandedOver() =>
        // A stage without sinks gives the call back at once, on the thread that hands it over.
        Assert.Equal(["recorded", "released"], await HappenedAsync(sampleRate: 0.05, []));

    [Fact]
    public async Task Enqueue_ASampledCall_ItsSampleComesWhenItsRowIsThere() =>
        Assert.Equal(["recorded", "released", "sampled"], await HappenedAsync(sampleRate: 0.05, [new SampleSink(_happened)]));

    [Fact]
    public async Task Enqueue_AnyOtherCall_GivesItsMemoryBackBeforeTheSinksTakeTheirTime() =>
        Assert.Equal(["released", "recorded"], await HappenedAsync(sampleRate: null, [new SampleSink(_happened)]));

    private async Task<IEnumerable<string>> HappenedAsync(double? sampleRate, ISampleSink[] sinks)
    {
        var metrics = new SentinelMetrics(_meters.GetRequiredService<IMeterFactory>());
        var stage = new SampleStage(() => new SamplingOptions(), sinks, metrics, NullLogger<SampleStage>.Instance);
        var builder = new ExchangeBuilder(
            new Pricer(PriceCatalogue.BuiltIn, new Dictionary<string, UpstreamOptions>()), new AppIdentity(new byte[32]),
            new LabelLimiter(MetricTags.Model, 100, 128), new LabelLimiter(MetricTags.App, 100, 128));
        await using var pipeline = new ExchangePipeline(
            16, new UsageEstimation(null!, () => false), builder, [new RowSink(_happened)], metrics, NullLogger<ExchangePipeline>.Instance, stage);

        pipeline.Enqueue(new FakeCall(sampleRate, () => _happened.Enqueue("released")));
        await pipeline.CompleteAsync();
        return _happened;
    }

    private sealed class RowSink(ConcurrentQueue<string> happened) : IExchangeSink
    {
        public string Name => "rows";

        public void Record(Exchange exchange) => happened.Enqueue("recorded");
    }

    private sealed class SampleSink(ConcurrentQueue<string> happened) : ISampleSink
    {
        public string Name => "samples";

        public void Record(ExchangeSample sample) => happened.Enqueue("sampled");
    }
}
