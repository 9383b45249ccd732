using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Reading;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>
/// How a range of time is covered: by days, hours and minutes as far as they are whole and summed up, and by rows at the range's edges
/// and in dirty minutes.
/// </summary>
internal sealed class RollupPlan
{
    private readonly List<long> _dirty;
    private readonly long _minutesFrom;

    private RollupPlan(List<long> dirty, long minutesFrom) => (_dirty, _minutesFrom) = (dirty, minutesFrom);

    /// <summary>Rollups by level, and the minutes their periods begin in: from, and to before.</summary>
    public List<(RollupLevel Level, long From, long To)> Rollups { get; } = [];

    /// <summary>Rows by their start in microseconds: from, and to before.</summary>
    public List<(long From, long To)> Rows { get; } = [];

    /// <summary>
    /// Null when the rows themselves are to be read: they are all there, and few, or no level fits the step. An open range begins with
    /// the first row that is still there.
    /// </summary>
    public static RollupPlan? TryMake(ReadConnection connection, SummaryQuery query, long rowsFrom, long exactExchanges)
    {
        var levels = Levels(query);
        if (levels.Length == 0)
            return null;

        var from = query.From is { } f ? Values.ToMicrosecondsRoundedUp(f) : rowsFrom;
        var to = query.To is { } t ? Values.ToMicrosecondsRoundedUp(t) : long.MaxValue;
        if (First(connection) < 0)
            return null;
        (from, to) = (Math.Max(from, 0), Math.Min(to, Last(connection)));
        if (from >= to)
            return null;

        var plan = new RollupPlan(
            Dirty(connection, RollupLevel.MinuteAt(from), RollupLevel.MinuteAt(to)), connection.Scalar(WriterState.ReadMinutesFrom));
        if (from >= rowsFrom && plan.IsFew(connection, from, to, exactExchanges))
            return null;
        plan.Cover(from, to, levels);
        return plan;
    }

    // The coarsest first. A level fits when none of its periods lies across the edge of a step.
    private static RollupLevel[] Levels(SummaryQuery query)
    {
        var needsApps = query.App is not null || query.GroupBy.HasFlag(SummaryGrouping.App);
        var needsModels = query.GroupBy != SummaryGrouping.None || query.Upstream is not null || query.Model is not null || query.Operation is not null;
        RollupLevel[] all =
            needsApps ? [RollupLevel.Hour, RollupLevel.Minute]
            : needsModels ? [RollupLevel.DayOfModels, RollupLevel.HourOfModels, RollupLevel.Minute]
            : [RollupLevel.DayOfModels, RollupLevel.HourOfAll, RollupLevel.Minute];
        return query.Step is { } step ? [.. all.Where(l => step.Ticks % (l.Minutes * TimeSpan.TicksPerMinute) == 0)] : all;
    }

    // Days and hours of everything are the fewest rows there are to count by. What is dirty has its rows counted.
    private bool IsFew(ReadConnection connection, long from, long to, long limit)
    {
        var count = 0L;
        var plan = new RollupPlan(_dirty, _minutesFrom);
        plan.Cover(from, to, [RollupLevel.DayOfModels, RollupLevel.HourOfAll, RollupLevel.Minute]);
        using var rollups = connection.Prepare("SELECT coalesce(sum(exchanges), 0) FROM rollups WHERE n >= ? AND n < ?");
        foreach (var (level, first, end) in plan.Rollups)
        {
            count += Count(rollups, level.Key(first), level.Key(end));
            if (count > limit)
                return false;
        }

        using var rows = connection.Prepare("SELECT count(*) FROM (SELECT 1 FROM exchanges WHERE n >= ? AND n < ? LIMIT ?)");
        foreach (var (first, end) in plan.Rows)
        {
            rows.Bind(3, limit + 1 - count);
            count += Count(rows, Schema.RowKey.Edge(first), Schema.RowKey.Edge(end));
            if (count > limit)
                return false;
        }

        return count <= limit;
    }

    private static long Count(Statement statement, long from, long to)
    {
        statement.Bind(1, from);
        statement.Bind(2, to);
        try
        {
            return statement.Step() ? statement.Long(0) : 0;
        }
        finally
        {
            statement.Reset();
        }
    }

    private void Cover(long from, long to, ReadOnlySpan<RollupLevel> levels)
    {
        if (from >= to)
            return;
        if (levels.IsEmpty)
        {
            AddRows(from, to);
            return;
        }

        var level = levels[0];
        if (level == RollupLevel.Minute && from < _minutesFrom * RollupLevel.MicrosecondsPerMinute)
        {
            var rowsEnd = Math.Min(to, _minutesFrom * RollupLevel.MicrosecondsPerMinute);
            AddRows(from, rowsEnd);
            from = rowsEnd;
        }

        var length = level.Minutes * RollupLevel.MicrosecondsPerMinute;
        var first = (from + length - 1) / length * length;
        var end = to / length * length;
        if (first >= end)
        {
            Cover(from, to, levels[1..]);
            return;
        }

        Cover(from, first, levels[1..]);
        CoverWhole(first / RollupLevel.MicrosecondsPerMinute, end / RollupLevel.MicrosecondsPerMinute, levels);
        Cover(end, to, levels[1..]);
    }

    /// <summary>Whole periods: runs of clean ones, and each dirty one by finer levels.</summary>
    private void CoverWhole(long from, long to, ReadOnlySpan<RollupLevel> levels)
    {
        var level = levels[0];
        while (from < to)
        {
            var next = _dirty.BinarySearch(from);
            next = next < 0 ? ~next : next;
            var dirty = next < _dirty.Count && _dirty[next] < to ? level.StartOf(_dirty[next]) : to;
            if (dirty > from)
                Rollups.Add((level, from, dirty));
            if (dirty == to)
                return;
            Cover(dirty * RollupLevel.MicrosecondsPerMinute, (dirty + level.Minutes) * RollupLevel.MicrosecondsPerMinute, levels[1..]);
            from = dirty + level.Minutes;
        }
    }

    private void AddRows(long from, long to)
    {
        if (Rows.Count > 0 && Rows[^1].To == from)
            Rows[^1] = (Rows[^1].From, to);
        else
            Rows.Add((from, to));
    }

    private static List<long> Dirty(ReadConnection connection, long from, long to)
    {
        var dirty = new List<long>();
        using var rows = connection.Prepare("SELECT minute FROM dirty_minutes WHERE minute >= ? AND minute <= ? ORDER BY minute");
        rows.Bind(1, from);
        rows.Bind(2, to);
        while (rows.Step())
            dirty.Add(rows.Long(0));
        return dirty;
    }

    // No rollup holds what is said to have started before 1970.
    private static long First(ReadConnection connection) => connection.Scalar("SELECT coalesce(min(n), 0) >> 11 FROM exchanges");

    // Behind the last exchange, so that the range ends with whole periods.
    private static long Last(ReadConnection connection)
    {
        var row = connection.Scalar("SELECT coalesce(max(n), 0) >> 11 FROM exchanges");
        var hour = RollupLevel.MinuteOf(connection.Scalar("SELECT coalesce(max(n), 0) FROM rollups"));
        var last = Math.Max(row / RollupLevel.MicrosecondsPerMinute, hour);
        return (RollupLevel.DayOfModels.StartOf(last) + RollupLevel.DayOfModels.Minutes) * RollupLevel.MicrosecondsPerMinute;
    }
}
