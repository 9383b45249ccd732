using System.Runtime.InteropServices;
using LlmSentinel.Storage.Rollups;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>Brings minutes into the table, and into the hours and days above them. Within a transaction.</summary>
internal sealed class RollupMerger(RollupTable table, SeriesWriter series)
{
    private readonly Dictionary<long, RollupAccumulator> _derived = [];
    private readonly Stack<RollupAccumulator> _free = [];

    /// <summary>Adds sums to every level; returns the minutes with series there was no room for, which are in no rollup.</summary>
    public HashSet<long> Add(PendingRollups pending)
    {
        var stuck = new HashSet<long>();
        foreach (var ((minute, key), rollup) in pending.All)
        {
            if (!series.TryGetId(key, everyApp: false, out var id) || !series.TryGetId(key, everyApp: true, out var everyApp))
            {
                stuck.Add(minute);
                continue;
            }

            table.Merge(RollupLevel.Minute.Key(minute, id), rollup);
            foreach (var (level, _) in RollupLevel.Derived)
                Derived(level.Key(level.StartOf(minute), level.EveryApp ? everyApp : id)).Merge(rollup);
        }

        foreach (var (key, rollup) in _derived)
            table.Merge(key, rollup);
        Clear();
        return stuck;
    }

    /// <summary>In place of what a minute had: its sums, and the periods above it summed up anew from the level below.</summary>
    public HashSet<long> Replace(long minute, PendingRollups pending)
    {
        if (!table.Delete(RollupLevel.Minute.Key(minute), RollupLevel.Minute.Key(minute + 1)))
            return Add(pending);

        var stuck = new HashSet<long>();
        foreach (var ((_, key), rollup) in pending.All)
        {
            if (series.TryGetId(key, everyApp: false, out var id) && series.TryGetId(key, everyApp: true, out _))
                table.Put(RollupLevel.Minute.Key(minute, id), rollup);
            else
                stuck.Add(minute);
        }

        foreach (var (level, from) in RollupLevel.Derived)
            SumUp(level, from, level.StartOf(minute));
        return stuck;
    }

    private void SumUp(RollupLevel level, RollupLevel from, long start)
    {
        table.Delete(level.Key(start), level.Key(start + level.Minutes));
        table.Read(from.Key(start), from.Key(start + level.Minutes), id =>
        {
            if (level.EveryApp && !from.EveryApp && !series.TryGetId(series.KeyOf(id), everyApp: true, out id))
                throw new InvalidOperationException("A series has a number with its application and none without.");
            return Derived(level.Key(start, id));
        });
        foreach (var (key, rollup) in _derived)
            table.Put(key, rollup);
        Clear();
    }

    private RollupAccumulator Derived(long key)
    {
        ref var rollup = ref CollectionsMarshal.GetValueRefOrAddDefault(_derived, key, out _);
        return rollup ??= _free.TryPop(out var free) ? free : new RollupAccumulator();
    }

    private void Clear()
    {
        foreach (var rollup in _derived.Values)
        {
            rollup.Clear();
            _free.Push(rollup);
        }

        _derived.Clear();
    }
}
