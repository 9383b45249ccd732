using BenchmarkDotNet.Attributes;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Bench.Micro.Samples;

namespace LlmSentinel.Bench.Micro;

/// <summary>From an ended call to its record, priced, and the record into the metrics; per call.</summary>
public class ExchangeRecording
{
    private readonly SampleMetrics _metrics = new();
    private readonly ExchangeBuilder _builder = Builders.Create();
    private SampleCall _call = null!;
    private Exchange _exchange = null!;

    /// <summary>A stream of 100 events or a plain answer.</summary>
    [Params(false, true)]
    public bool Streamed { get; set; }

    /// <summary>Makes the call.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _call = new SampleCall(Streamed);
        _exchange = Build();
        Check.That(_exchange.Cost.Total > 0 && _exchange.Streamed == Streamed, "the record is priced");
    }

    /// <summary>Ends listening.</summary>
    [GlobalCleanup]
    public void Cleanup() => _metrics.Dispose();

    /// <summary>The record.</summary>
    [Benchmark]
    public Exchange Build() => _builder.Build(_call, _call.Usage);

    /// <summary>Its measurements, into the Prometheus registry.</summary>
    [Benchmark]
    public void Measure() => _metrics.Sink.Record(_exchange);
}
