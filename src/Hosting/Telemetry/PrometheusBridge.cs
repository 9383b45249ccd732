using System.Diagnostics.Metrics;
using LlmSentinel.Core.Telemetry;
using Prometheus;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>
/// Publishes the sentinel's meter in a prometheus-net registry under OpenTelemetry's Prometheus names, with the buckets of the
/// instrument table, beside prometheus-net's own dozen process metrics. See docs/decisions/prometheus-bridge.md.
/// </summary>
public sealed class PrometheusBridge : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();

    /// <summary>Listens to the meter from now on.</summary>
    public PrometheusBridge(SentinelMetrics metrics, TimeProvider time)
    {
        var factory = Prometheus.Metrics.WithCustomRegistry(_registry);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter != metrics.Meter)
                return;
            var definition = Instruments.Get(instrument.Name);
            var tags = definition.Tags.Where(tag => tag != MetricTags.App || metrics.LabelsApps).ToList();
            listener.EnableMeasurementEvents(instrument, new PrometheusSeries(factory, definition, tags, instrument.IsObservable, time));
        };
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, state) => ((PrometheusSeries)state!).Record(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, state) => ((PrometheusSeries)state!).Record(value, tags));
        _listener.Start();
        _registry.AddBeforeCollectCallback(_listener.RecordObservableInstruments);
        DotNetStats.Register(_registry);
    }

    /// <summary>Writes everything in the Prometheus text format.</summary>
    public Task WriteAsync(Stream stream, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(stream, cancellationToken);

    /// <summary>Writes everything in the format OpenMetrics 1.0, which has exemplars.</summary>
    public Task WriteOpenMetricsAsync(Stream stream, CancellationToken cancellationToken) =>
        _registry.CollectAndExportAsTextAsync(stream, ExpositionFormat.OpenMetricsText, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();
}
