using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Core.Telemetry;

/// <summary>Records every exchange in the metrics.</summary>
public sealed class MetricsSink(SentinelMetrics metrics) : IExchangeSink
{
    /// <inheritdoc/>
    public string Name => "metrics";

    /// <inheritdoc/>
    public void Record(Exchange exchange) => metrics.Record(exchange);
}
