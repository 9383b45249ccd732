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
            if (!HasRoom(key))
            {
                stuck.Add(minute);
                continue;
            }

            table.Merge(RollupLevel.Minute.Key(minute, Id(key, RollupDetail.App)), rollup);
            foreach (var (level, _) in RollupLevel.Derived)
                Derived(level.Key(level.StartOf(minute), Id(key, level.Detail))).Merge(rollup);
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

        var stuck = Put(RollupLevel.Minute, minute, pending);
        foreach (var (level, from) in RollupLevel.Derived)
            SumUp(level, from, level.StartOf(minute));
        return stuck;
    }

    /// <summary>In place of what an hour had whose minutes are gone: its sums, and the periods above it.</summary>
    public HashSet<long> ReplaceHour(long start, PendingRollups pending)
    {
        table.Delete(RollupLevel.Hour.Key(start), RollupLevel.Hour.Key(start + RollupLevel.Hour.Minutes));
        var stuck = Put(RollupLevel.Hour, start, pending);
        foreach (var (level, from) in RollupLevel.Derived.Where(d => d.Level != RollupLevel.Hour))
            SumUp(level, from, level.StartOf(start));
        return stuck;
    }

    private HashSet<long> Put(RollupLevel level, long start, PendingRollups pending)
    {
        var stuck = new HashSet<long>();
        foreach (var ((minute, key), rollup) in pending.All)
        {
            if (HasRoom(key))
                table.Put(level.Key(start, Id(key, level.Detail)), rollup);
            else
                stuck.Add(minute);
        }

        return stuck;
    }

    private void SumUp(RollupLevel level, RollupLevel from, long start)
    {
        table.Delete(level.Key(start), level.Key(start + level.Minutes));
        table.Read(from.Key(start), from.Key(start + level.Minutes), id => Derived(level.Key(start, Id(series.KeyOf(id), level.Detail))));
        foreach (var (key, rollup) in _derived)
            table.Put(key, rollup);
        Clear();
    }

    private bool HasRoom(RollupKey key) =>
        series.TryGetId(key, RollupDetail.App, out _) && series.TryGetId(key, RollupDetail.Model, out _) && series.TryGetId(key, RollupDetail.None, out _);

    // A series that has a number has one at each coarser level.
    private long Id(RollupKey key, RollupDetail detail) => series.TryGetId(key, detail, out var id)
        ? id
        : throw new InvalidOperationException("A series has a number at one level and none at a coarser one.");

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
