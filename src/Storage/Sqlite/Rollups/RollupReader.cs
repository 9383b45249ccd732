using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Reading;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Rollups;

/// <summary>Adds rollups to a summary: those whose series the filter lets through, each to its group.</summary>
internal sealed class RollupReader
{
    private readonly ReadConnection _connection;
    private readonly Summarizer _summarizer;
    private readonly Dictionary<long, (RollupKey Key, GroupKey Group)> _series = [];
    private readonly Dictionary<(long Series, long? Start), SummaryGroup> _groups = [];

    public RollupReader(ReadConnection connection, SummaryQuery query, Summarizer summarizer)
    {
        _connection = connection;
        _summarizer = summarizer;
        foreach (var (id, series) in SeriesReader.Read(connection.Prepare, connection.Labels))
        {
            if (Matches(series.Key, query))
                _series[id] = (series.Key, GroupOf(series.Key, query.GroupBy));
        }
    }

    /// <summary>Adds the rollups of a level whose periods begin in a range of minutes.</summary>
    public void Read(RollupLevel level, long fromMinute, long toMinute)
    {
        using var rows = _connection.Prepare($"SELECT {RollupTable.Columns} FROM rollups WHERE n >= ? AND n < ?");
        rows.Bind(1, level.Key(fromMinute));
        rows.Bind(2, level.Key(toMinute));
        while (rows.Step())
        {
            var key = rows.Long(0);
            var id = key & RollupLevel.SeriesMask;
            if (!_series.TryGetValue(id, out var series))
                continue;
            var start = RollupLevel.MinuteOf(key) * RollupLevel.MicrosecondsPerMinute;
            var group = Group(id, series.Group, _summarizer.PeriodOf(start));
            _summarizer.Add(group, RollupTable.ReadTotals(rows) with
            {
                Start = start, End = start + (level.Minutes * RollupLevel.MicrosecondsPerMinute), Outcome = series.Key.Outcome,
            });
            DurationsBlob.AddTo(group, rows.Blob(RollupTable.Durations));
        }
    }

    private SummaryGroup Group(long series, GroupKey key, long? start)
    {
        if (!_groups.TryGetValue((series, start), out var group))
            _groups[(series, start)] = group = _summarizer.Group(key with { Start = start });
        return group;
    }

    private static bool Matches(RollupKey key, ExchangeFilter filter) =>
        (filter.Upstream is null || key.Upstream == filter.Upstream)
        && (filter.Model is null || key.Model == filter.Model)
        && (filter.App is null || key.App == filter.App)
        && (filter.Operation is null || key.Operation == filter.Operation)
        && (filter.Outcome is null || key.Outcome == filter.Outcome)
        && (filter.Streamed is null || key.Streamed == filter.Streamed);

    private static GroupKey GroupOf(RollupKey key, SummaryGrouping groupBy) => new(
        null,
        groupBy.HasFlag(SummaryGrouping.Upstream) ? key.Upstream : null,
        groupBy.HasFlag(SummaryGrouping.Model) ? key.Model : null,
        groupBy.HasFlag(SummaryGrouping.App) ? key.App : null,
        groupBy.HasFlag(SummaryGrouping.Operation) ? key.Operation : null);
}
