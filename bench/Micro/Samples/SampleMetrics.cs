using System.Diagnostics.Metrics;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Hosting.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Bench.Micro.Samples;

/// <summary>The instruments with the Prometheus registry listening, as in the running sentinel.</summary>
internal sealed class SampleMetrics : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public SampleMetrics()
    {
        Metrics = new SentinelMetrics(_services.GetRequiredService<IMeterFactory>());
        Bridge = new PrometheusBridge(Metrics, TimeProvider.System);
        Sink = new MetricsSink(Metrics);
    }

    public SentinelMetrics Metrics { get; }

    public PrometheusBridge Bridge { get; }

    public MetricsSink Sink { get; }

    public void Dispose()
    {
        Bridge.Dispose();
        _services.Dispose();
    }
}
