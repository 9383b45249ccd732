using System.Runtime.InteropServices;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>Minutes being summed up in memory, by series. What was used once is used again.</summary>
internal sealed class PendingRollups
{
    private readonly Dictionary<(long Minute, RollupKey Key), RollupAccumulator> _pending = [];
    private readonly Stack<RollupAccumulator> _free = [];

    /// <summary>Series and minutes.</summary>
    public int Count => _pending.Count;

    /// <summary>Each minute and series with its sums.</summary>
    public IReadOnlyDictionary<(long Minute, RollupKey Key), RollupAccumulator> All => _pending;

    public void Add(long minute, in RollupKey key, in SummaryValue value)
    {
        ref var rollup = ref CollectionsMarshal.GetValueRefOrAddDefault(_pending, (minute, key), out _);
        rollup ??= _free.TryPop(out var free) ? free : new RollupAccumulator();
        rollup.Add(value);
    }

    public void Clear()
    {
        foreach (var rollup in _pending.Values)
        {
            rollup.Clear();
            _free.Push(rollup);
        }

        _pending.Clear();
    }
}
