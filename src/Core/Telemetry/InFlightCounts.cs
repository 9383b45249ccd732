using System.Collections.Concurrent;

namespace LlmSentinel.Core.Telemetry;

/// <summary>Calls under way to one upstream. Kept by whoever routes, so that counting is one interlocked operation.</summary>
public sealed class InFlightCount
{
    private long _value;

    /// <summary>Now.</summary>
    public long Value => Volatile.Read(ref _value);

    /// <summary>A call begins.</summary>
    public void Enter() => Interlocked.Increment(ref _value);

    /// <summary>It has ended, in whatever way.</summary>
    public void Leave() => Interlocked.Decrement(ref _value);
}

/// <summary>Calls under way by upstream. Upstreams come from the configuration, so their number is bounded.</summary>
public sealed class InFlightCounts
{
    private readonly ConcurrentDictionary<string, InFlightCount> _counts = new(StringComparer.Ordinal);

    /// <summary>Over all upstreams.</summary>
    public long Total => _counts.Values.Sum(c => c.Value);

    /// <summary>The count of an upstream; the same object every time.</summary>
    public InFlightCount For(string upstream) => _counts.GetOrAdd(upstream, static _ => new InFlightCount());

    /// <summary>Every upstream and its count, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Snapshot() =>
        [.. _counts.Select(p => KeyValuePair.Create(p.Key, p.Value.Value)).OrderBy(p => p.Key, StringComparer.Ordinal)];
}
