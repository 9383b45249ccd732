using System.Runtime.InteropServices;
using LlmSentinel.Core.Recording;
using LlmSentinel.Statistics.Sketches;
using LlmSentinel.Storage.Rollups;

namespace LlmSentinel.Storage.Summary;

/// <summary>
/// The values of one duration in one group, in microseconds. Small numbers of values are kept; beyond the summary's budget
/// they are counted by range (<see cref="LogBuckets"/>), and a second pass over the rows collects just the ranges the
/// percentiles lie in. Either way the percentiles are exact; only the memory differs. Values that come from rollups, and those beside
/// them, go into a sketch.
/// </summary>
internal sealed class DurationValues
{
    private List<long>? _kept = [];
    private Dictionary<int, long>? _counts;
    private SortedDictionary<int, NeededBucket>? _needed;
    private QuantileSketch? _sketch;
    private Int128 _sum;
    private long _count;
    private long _max = long.MinValue;

    public void Add(long value)
    {
        _count++;
        _sum += value;
        _max = Math.Max(_max, value);
        if (_kept is not null)
            _kept.Add(value);
        else if (_sketch is not null)
            _sketch.Add(Math.Max(0, value));
        else
            CountIn(value);
    }

    /// <summary>Adds all values of a rollup, after <see cref="UseSketch"/>.</summary>
    public void Add(in DurationRollup rollup)
    {
        var before = _sketch!.Count;
        _sketch.Merge(rollup.Sketch);
        _count += _sketch.Count - before;
        _sum += rollup.Sum;
        _max = Math.Max(_max, rollup.Max);
    }

    /// <summary>From now on values go into a sketch. Before the first of them.</summary>
    public void UseSketch() => (_kept, _sketch) = (null, new QuantileSketch());

    /// <summary>From now on only counts.</summary>
    public void StopKeeping()
    {
        if (_kept is null)
            return;
        _counts = [];
        foreach (var value in _kept)
            CountIn(value);
        _kept = null;
    }

    /// <summary>Between the passes: finds out which ranges the second pass must collect.</summary>
    public void BeginSecondPass()
    {
        if (_counts is null || _count == 0)
            return;
        _needed = [];
        var ranks = Percentile.Ranks(_count);
        var next = 0;
        var before = 0L;
        foreach (var (bucket, count) in _counts.OrderBy(c => c.Key))
        {
            for (; next < ranks.Length && ranks[next] < before + count; next++)
                _needed.TryAdd(bucket, new NeededBucket(before));
            before += count;
        }
    }

    /// <summary>The second pass: collects the value if it is in a needed range.</summary>
    public void AddAgain(long value)
    {
        if (_needed is not null && _needed.TryGetValue(LogBuckets.IndexOf(value), out var bucket))
            bucket.Values[value] = bucket.Values.GetValueOrDefault(value) + 1;
    }

    /// <summary>Null when there are no values.</summary>
    public DurationSummary? Summarize()
    {
        if (_count == 0)
            return null;

        if (_sketch is not null)
            return new DurationSummary(_count, Mean(), Estimate(0.5), Estimate(0.9), Estimate(0.95), Estimate(0.99), Values.ToTimeSpan(_max));

        Func<long, long> at = _kept is null ? AtCollected : Selected();
        return new DurationSummary(
            _count,
            Mean(),
            Percentile.At(0, _count, at),
            Percentile.At(1, _count, at),
            Percentile.At(2, _count, at),
            Percentile.At(3, _count, at),
            Values.ToTimeSpan(_max));
    }

    private TimeSpan Mean() => new((long)(_sum * TimeSpan.TicksPerMicrosecond / _count));

    // An estimate may lie above the largest value, which is known.
    private TimeSpan Estimate(double quantile) =>
        new((long)(Math.Min(_sketch!.Quantile(quantile)!.Value, Math.Max(0, _max)) * TimeSpan.TicksPerMicrosecond));

    private Func<long, long> Selected()
    {
        OrderStatistics.Place(CollectionsMarshal.AsSpan(_kept), Array.ConvertAll(Percentile.Ranks(_count), static r => (int)r));
        return rank => _kept![(int)rank];
    }

    private long AtCollected(long rank)
    {
        var bucket = _needed!.Values.Last(b => b.Before <= rank);
        var left = rank - bucket.Before;
        foreach (var (value, count) in bucket.Values.OrderBy(v => v.Key))
        {
            if (left < count)
                return value;
            left -= count;
        }

        throw new InvalidOperationException("The two passes did not see the same rows.");
    }

    private void CountIn(long value)
    {
        var bucket = LogBuckets.IndexOf(value);
        _counts![bucket] = _counts.GetValueOrDefault(bucket) + 1;
    }

    /// <summary>A range in which a percentile lies.</summary>
    /// <param name="Before">Values below the range.</param>
    private sealed record NeededBucket(long Before)
    {
        /// <summary>How often each value of the range occurs.</summary>
        public Dictionary<long, long> Values { get; } = [];
    }
}
