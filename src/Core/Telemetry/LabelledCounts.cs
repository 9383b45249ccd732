using System.Collections.Concurrent;

namespace LlmSentinel.Core.Telemetry;

/// <summary>Running totals by two bounded words. Thread-safe; counting costs a look-up and an interlocked add.</summary>
public sealed class LabelledCounts
{
    private readonly ConcurrentDictionary<(string First, string Second), Cell> _cells = new();

    /// <summary>Adds to the total of a pair.</summary>
    public void Add(string first, string second, long count) =>
        Interlocked.Add(ref _cells.GetOrAdd((first, second), static _ => new Cell()).Value, count);

    /// <summary>Every pair seen and its total, in the order of the words.</summary>
    public IReadOnlyList<(string First, string Second, long Count)> Snapshot() =>
        [.. _cells.Select(p => (p.Key.First, p.Key.Second, Volatile.Read(ref p.Value.Value)))
            .OrderBy(c => c.First, StringComparer.Ordinal).ThenBy(c => c.Second, StringComparer.Ordinal)];

    private sealed class Cell
    {
        public long Value;
    }
}
