using System.Diagnostics.Metrics;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Core.Telemetry;

/// <content>Gauges and totals read when somebody looks.</content>
public sealed partial class SentinelMetrics
{
    private void ObserveSources()
    {
        Gauges(MetricNames.ExchangesInFlight, () => Sources.InFlight.Snapshot().Select(p => With(p.Value, MetricTags.Upstream, p.Key)));
        Gauges(MetricNames.QueueDepth, () => Sources.Queues.Select(q => With(q.Depth(), MetricTags.Queue, q.Name)));
        Gauges(MetricNames.QueueCapacity, () => Sources.Queues.Select(q => With(q.Capacity(), MetricTags.Queue, q.Name)));
        Totals(MetricNames.QueueDropped, () => Sources.Drops.Snapshot().Select(d => With(d.Count, MetricTags.Queue, d.First, MetricTags.Reason, d.Second)));
        Gauges(MetricNames.CaptureUsed, () => Sources.CaptureUsed is { } used ? [new(used())] : []);
        Gauges(MetricNames.CaptureLimit, () => Sources.CaptureLimit is { } limit ? [new(limit())] : []);
        Totals(MetricNames.StoreWritten, () => Sources.Stores.Select(s => With(s.Written, MetricTags.Store, s.Name)));
        Totals(MetricNames.StoreDropped, () => Sources.Stores.Select(s => With(s.Dropped, MetricTags.Store, s.Name)));
        Totals(MetricNames.StoreTextsCut, () => Sources.Stores.Select(s => With(s.TextsCut, MetricTags.Store, s.Name)));
        Gauges(MetricNames.StoreSize, () => Sources.Stores.Where(s => s.SizeBytes is not null).Select(s => With(s.SizeBytes!.Value, MetricTags.Store, s.Name)));
        Gauges(MetricNames.StoreHealthy, () => Sources.Stores.SelectMany(Healthy));
        Totals(MetricNames.StoreWriteRetries, () => Sources.Spools.Select(s => With(s.Retries, s)));
        Gauges(MetricNames.StoreClockAhead, () => Sources.Spools.Where(s => s.ClockAhead is not null).Select(s => With((long)s.ClockAhead!.Value.TotalSeconds, s)));
        Gauges(MetricNames.SpoolPoints, () => Sources.Spools.Select(s => With(s.WaitingPoints, s)));
        Gauges(MetricNames.SpoolSize, () => Sources.Spools.Select(s => With(s.WaitingBytes, s)));
        Gauges(MetricNames.SpoolOldestAge, () => Sources.Spools.Select(s => With((long)(s.OldestAge?.TotalSeconds ?? 0), s)));
        Totals(MetricNames.SpoolDelivered, () => Sources.Spools.Select(s => With(s.Delivered, s)));
        Totals(MetricNames.SpoolDropped, () => Sources.Spools.SelectMany(s => s.Lost.Select(l => With(l, s))));
        Totals(MetricNames.SpoolQuarantined, () => Sources.Spools.SelectMany(s => s.Quarantined.Select(q => With(q, s))));
        Totals(MetricNames.LabelOverflows, () => Sources.Limiters.Select(l => With(l.Overflows, MetricTags.Label, l.Name)));
        Gauges(MetricNames.PricingInfo, () => Sources.PriceVersion?.Invoke() is { } version ? [With(1, MetricTags.Version, version)] : []);
        Gauges(MetricNames.BuildInfo, () => [With(1, MetricTags.Version, Version, MetricTags.Runtime, Runtime)]);
    }

    private void Gauges(string name, Func<IEnumerable<Measurement<long>>> read)
    {
        var definition = Instruments.Get(name);
        Meter.CreateObservableGauge(name, read, definition.Unit, definition.Description);
    }

    private void Totals(string name, Func<IEnumerable<Measurement<long>>> read)
    {
        var definition = Instruments.Get(name);
        Meter.CreateObservableCounter(name, read, definition.Unit, definition.Description);
    }

    private static Measurement<long> With(long value, string tag, string tagValue) =>
        new(value, new KeyValuePair<string, object?>(tag, tagValue));

    private static Measurement<long> With(long value, string tag, string tagValue, string secondTag, string secondValue) =>
        new(value, new KeyValuePair<string, object?>(tag, tagValue), new KeyValuePair<string, object?>(secondTag, secondValue));

    private static IEnumerable<Measurement<long>> Healthy(IStoreStatus store) => store.Spools.Count == 0
        ? [With(store.Healthy ? 1 : 0, MetricTags.Store, store.Name)]
        : store.Spools.Select(s => With(s.Problem is null ? 1 : 0, s));

    private static Measurement<long> With(long value, ISpoolStatus spool) => With(value, MetricTags.Store, spool.Name, MetricTags.Destination, spool.Destination);

    private static Measurement<long> With(ReasonCount count, ISpoolStatus spool) => new(
        count.Count,
        new KeyValuePair<string, object?>(MetricTags.Store, spool.Name),
        new KeyValuePair<string, object?>(MetricTags.Destination, spool.Destination),
        new KeyValuePair<string, object?>(MetricTags.Reason, count.Reason));
}
