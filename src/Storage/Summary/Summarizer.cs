using System.Runtime.InteropServices;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Rollups;

namespace LlmSentinel.Storage.Summary;

/// <summary>
/// Makes the rows of a summary from what a store reads. Exact: every exchange once and, when <see cref="NeedsSecondPass"/> says so, the
/// same ones again. From sketches: rollups, and single exchanges beside them, in any order.
/// </summary>
internal sealed class Summarizer
{
    /// <summary>Durations kept in memory at most, over all groups: 64 MB.</summary>
    public const int DefaultBudget = 8_000_000;

    private readonly SummaryQuery _query;
    private readonly long? _step;
    private readonly PercentileSource _source;
    private readonly Dictionary<GroupKey, SummaryGroup> _groups = [];
    private long _budget;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    public Summarizer(SummaryQuery query, PercentileSource source = PercentileSource.Exact, long budget = DefaultBudget)
    {
        _query = query;
        _source = source;
        _budget = budget;
        _step = query.Step is { } step ? Math.Max(1, Values.ToMicroseconds(step)) : null;
        if (query.GroupBy == SummaryGrouping.None && _step is null)
            Group(default);
    }

    /// <summary>True when there were too many durations to keep: the same exchanges are needed again.</summary>
    public bool NeedsSecondPass { get; private set; }

    /// <summary>Start of the period a moment is in; null without a step. Microseconds since 1970.</summary>
    public long? PeriodOf(long microseconds) => _step is { } step ? FloorTo(microseconds, step) : null;

    /// <summary>The group of a key, which may be kept to add more to it.</summary>
    public SummaryGroup Group(GroupKey key)
    {
        ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
        return group ??= NewGroup();
    }

    /// <summary>Adds an exchange to its group.</summary>
    public void Add(SummaryGroup group, in SummaryValue value)
    {
        _first = Math.Min(_first, value.StartedAt);
        _last = Math.Max(_last, value.StartedAt);
        _budget -= group.Add(value);
        if (_budget >= 0 || NeedsSecondPass || _source == PercentileSource.Sketch)
            return;
        NeedsSecondPass = true;
        foreach (var each in _groups.Values)
            StopKeeping(each);
    }

    /// <summary>Adds all exchanges of a rollup to their group.</summary>
    public void Add(SummaryGroup group, in RollupTotals rollup)
    {
        _first = Math.Min(_first, rollup.Start);
        _last = Math.Max(_last, rollup.End - 1);
        group.Add(rollup);
    }

    /// <summary>Between the passes.</summary>
    public void BeginSecondPass()
    {
        foreach (var values in _groups.Values.SelectMany(g => g.Durations))
            values.BeginSecondPass();
    }

    /// <summary>Most exchanges first; with a step, the earliest period first.</summary>
    public IReadOnlyList<SummaryRow> ToRows() =>
    [
        .. _groups.Select(g => g.Value.ToRow(g.Key, Seconds(g.Key.Start)))
            .OrderBy(r => r.Start)
            .ThenByDescending(r => r.Exchanges)
            .ThenBy(r => r.Upstream, StringComparer.Ordinal)
            .ThenBy(r => r.Model, StringComparer.Ordinal)
            .ThenBy(r => r.App, StringComparer.Ordinal)
            .ThenBy(r => r.Operation, StringComparer.Ordinal),
    ];

    private SummaryGroup NewGroup()
    {
        var group = new SummaryGroup();
        if (_source == PercentileSource.Sketch)
            group.UseSketches();
        else if (NeedsSecondPass)
            StopKeeping(group);
        return group;
    }

    private static void StopKeeping(SummaryGroup group)
    {
        foreach (var values in group.Durations)
            values.StopKeeping();
    }

    private double Seconds(long? start)
    {
        var from = _query.From is { } f ? Values.ToMicroseconds(f) : start ?? _first;
        var to = _query.To is { } t ? Values.ToMicroseconds(t) : start + _step ?? _last;
        if (start is { } period)
            (from, to) = (Math.Max(from, period), Math.Min(to, period + _step!.Value));
        return from < to ? ((double)to - from) / 1_000_000 : 0;
    }

    private static long FloorTo(long value, long step)
    {
        var rest = value % step;
        return value - (rest < 0 ? rest + step : rest);
    }
}
