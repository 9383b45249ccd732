using System.Collections.Immutable;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// What gauges read when somebody looks: queues, stores, memory, limiters. Every part of the process adds itself once,
/// at start. The metrics and the status page read the same numbers here. Thread-safe.
/// </summary>
public sealed class TelemetrySources
{
    private ImmutableList<QueueGauge> _queues = [];
    private ImmutableList<IStoreStatus> _stores = [];
    private ImmutableList<LabelLimiter> _limiters = [];

    /// <summary>Calls under way.</summary>
    public InFlightCounts InFlight { get; } = new();

    /// <summary>Items dropped, by queue and reason (<see cref="DropReasons"/>).</summary>
    public LabelledCounts Drops { get; } = new();

    /// <summary>Memory held by copies of bodies; null when nothing is copied.</summary>
    public Func<long>? CaptureUsed { get; private set; }

    /// <summary>Most memory they may hold.</summary>
    public Func<long>? CaptureLimit { get; private set; }

    /// <summary>Version of the price list in use; null when there is none.</summary>
    public Func<string?>? PriceVersion { get; private set; }

    /// <summary>All queues.</summary>
    public IReadOnlyList<QueueGauge> Queues => _queues;

    /// <summary>All stores.</summary>
    public IReadOnlyList<IStoreStatus> Stores => _stores;

    /// <summary>The ways of all stores to their servers.</summary>
    public IEnumerable<ISpoolStatus> Spools => _stores.SelectMany(s => s.Spools);

    /// <summary>All label limiters.</summary>
    public IReadOnlyList<LabelLimiter> Limiters => _limiters;

    /// <summary>Adds a queue.</summary>
    public void Observe(QueueGauge queue) => ImmutableInterlocked.Update(ref _queues, (list, item) => list.Add(item), queue);

    /// <summary>Adds a store and its queue.</summary>
    public void Observe(IStoreStatus store)
    {
        ImmutableInterlocked.Update(ref _stores, (list, item) => list.Add(item), store);
        Observe(new QueueGauge(store.Name, () => store.QueueDepth, () => store.QueueCapacity));
    }

    /// <summary>Adds a label limiter.</summary>
    public void Observe(LabelLimiter limiter) => ImmutableInterlocked.Update(ref _limiters, (list, item) => list.Add(item), limiter);

    /// <summary>Tells where the memory budget of the copies is kept.</summary>
    public void ObserveCapture(Func<long> used, Func<long> limit) => (CaptureUsed, CaptureLimit) = (used, limit);

    /// <summary>Tells where the version of the price list is kept.</summary>
    public void ObservePrices(Func<string?> version) => PriceVersion = version;
}
