using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using LlmSentinel.Core.Telemetry;
using Prometheus;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>
/// Examples of what stands in a bucket: the trace of one call. At most one a second for each bucket of a series, so that a rare slow call
/// finds its place beside many fast ones and steady traffic costs next to nothing.
/// </summary>
internal sealed class Exemplars
{
    private static readonly FrozenSet<string> Latencies = new[]
    {
        MetricNames.ExchangeDuration, MetricNames.TimeToFirstByte, MetricNames.TimeToFirstToken,
        MetricNames.GenAiOperationDuration, MetricNames.GenAiTimeToFirstChunk,
    }.ToFrozenSet();

    private static readonly Exemplar.LabelKey TraceKey = Exemplar.Key("trace_id");
    private static readonly Exemplar.LabelKey SpanKey = Exemplar.Key("span_id");

    private readonly double[] _bounds;
    private readonly TimeProvider _time;
    private readonly ConditionalWeakTable<Histogram.Child, long[]> _nextTimes = [];

    private Exemplars(IReadOnlyList<double> bounds, TimeProvider time)
    {
        _bounds = [.. bounds];
        _time = time;
    }

    /// <summary>Null for instruments that keep no examples.</summary>
    public static Exemplars? For(InstrumentDefinition definition, TimeProvider time) =>
        Latencies.Contains(definition.Name) ? new Exemplars(definition.Buckets!, time) : null;

    /// <summary>
    /// An exemplar for a measurement of the exchange that is being recorded; null when it has no trace, or its bucket has a fresh one. Two
    /// threads may take one each: that costs an exemplar more.
    /// </summary>
    public Exemplar? TryTake(Histogram.Child series, double value)
    {
        if (RecordedTrace.Current is not { } trace)
            return null;
        if (!_nextTimes.TryGetValue(series, out var next))
            _nextTimes.AddOrUpdate(series, next = new long[_bounds.Length + 1]);
        ref var time = ref next[Bucket(value)];
        var now = _time.GetTimestamp();
        if (now < Volatile.Read(ref time))
            return null;
        Volatile.Write(ref time, now + _time.TimestampFrequency);
        return Exemplar.From(TraceKey.WithValue(trace.TraceId), SpanKey.WithValue(trace.SpanId));
    }

    private int Bucket(double value)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
            bucket++;
        return bucket;
    }
}
