using System.Runtime.InteropServices;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Storage.Sqlite.Reading.Summary;

/// <summary>
/// Reads the rows a summary is over once, or twice when they are too many to keep their durations in memory;
/// both times as of the same moment.
/// </summary>
internal sealed class SummaryReader
{
    /// <summary>Durations kept in memory at most, over all groups: 64 MB.</summary>
    public const int DefaultBudget = 8_000_000;

    private const string Columns = """
        started_at, duration, ttfb, ttft, tpot,
        coalesce(added_request + added_response, added_request, added_response),
        outcome, usage_source, input_total, cache_read, output_total, cost_total
        """;

    private const int FirstDuration = 1;
    private const int FirstGroup = 12;

    private readonly ReadConnection _connection;
    private readonly SummaryQuery _query;
    private readonly GroupLabels _labels;
    private readonly Dictionary<GroupKey, SummaryGroup> _groups = [];
    private readonly FilterSql _filter;
    private int _budget;
    private bool _keeping = true;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    private SummaryReader(ReadConnection connection, SummaryQuery query, int budget)
    {
        _connection = connection;
        _query = query;
        _budget = budget;
        _labels = new GroupLabels(connection.Labels);
        _filter = new FilterSql(query, connection);
    }

    /// <summary>The rows of a summary, most exchanges first.</summary>
    public static IReadOnlyList<SummaryRow> Read(ReadConnection connection, SummaryQuery query, int budget)
    {
        using (connection.BeginSnapshot())
            return new SummaryReader(connection, query, budget).Read();
    }

    private List<SummaryRow> Read()
    {
        if (_query.GroupBy == SummaryGrouping.None)
            _groups[default] = new SummaryGroup();

        Pass(AddRow);
        if (!_keeping)
        {
            foreach (var values in _groups.Values.SelectMany(g => g.Durations))
                values.BeginSecondPass();
            Pass(AddRowAgain);
        }

        var seconds = Seconds();
        return
        [
            .. _groups.Select(g => g.Value.ToRow(g.Key, _labels, seconds))
                .OrderByDescending(r => r.Exchanges)
                .ThenBy(r => r.Upstream, StringComparer.Ordinal)
                .ThenBy(r => r.Model, StringComparer.Ordinal)
                .ThenBy(r => r.App, StringComparer.Ordinal)
                .ThenBy(r => r.Operation, StringComparer.Ordinal),
        ];
    }

    private void Pass(Action<Statement, SummaryGroup> add)
    {
        var groupBy = _query.GroupBy;
        var group = new (SummaryGrouping Flag, string Column)[]
        {
            (SummaryGrouping.Upstream, "upstream"),
            (SummaryGrouping.Model, "coalesce(response_model, request_model)"),
            (SummaryGrouping.App, "app"),
            (SummaryGrouping.Operation, "operation"),
        };
        var columns = string.Concat(group.Where(g => groupBy.HasFlag(g.Flag)).Select(g => ", " + g.Column));
        using var rows = _connection.Prepare($"SELECT {Columns}{columns} FROM exchanges{_filter}");
        _filter.Bind(rows);
        SummaryGroup? current = null;
        var currentKey = default(GroupKey);
        while (rows.Step())
        {
            var next = FirstGroup;
            var key = new GroupKey(
                groupBy.HasFlag(SummaryGrouping.Upstream) ? _labels.Read(rows, next++) : 0,
                groupBy.HasFlag(SummaryGrouping.Model) ? _labels.Read(rows, next++) : 0,
                groupBy.HasFlag(SummaryGrouping.App) ? _labels.Read(rows, next++) : 0,
                groupBy.HasFlag(SummaryGrouping.Operation) ? _labels.Read(rows, next) : 0);
            if (current is null || key != currentKey)
            {
                ref var found = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, key, out _);
                current = found ??= NewGroup();
                currentKey = key;
            }

            add(rows, current);
        }
    }

    private SummaryGroup NewGroup()
    {
        var group = new SummaryGroup();
        if (!_keeping)
            StopKeeping(group);
        return group;
    }

    private void AddRow(Statement row, SummaryGroup group)
    {
        var startedAt = row.Long(0);
        _first = Math.Min(_first, startedAt);
        _last = Math.Max(_last, startedAt);

        for (var i = 0; i < SummaryGroup.DurationKinds; i++)
        {
            if (!row.TryLong(FirstDuration + i, out var value))
                continue;
            group.Durations[i].Add(value);
            _budget--;
        }

        var outcome = (ExchangeOutcome)row.Long(6);
        var usage = (UsageSource)row.Long(7);
        group.Add(outcome, usage, row.Long(8), row.Long(9), row.Long(10));
        if (row.IsInteger(11))
            group.AddCost(row.Long(11));
        else if (!row.IsNull(11))
            group.AddCost(Values.ToMoney(row.Text(11)));
        else if (outcome == ExchangeOutcome.Ok && usage != UsageSource.None)
            group.AddUnknownPrice();

        if (_budget < 0 && _keeping)
        {
            _keeping = false;
            foreach (var each in _groups.Values)
                StopKeeping(each);
        }
    }

    private static void AddRowAgain(Statement row, SummaryGroup group)
    {
        for (var i = 0; i < SummaryGroup.DurationKinds; i++)
        {
            if (row.TryLong(FirstDuration + i, out var value))
                group.Durations[i].AddAgain(value);
        }
    }

    private static void StopKeeping(SummaryGroup group)
    {
        foreach (var values in group.Durations)
            values.StopKeeping();
    }

    private double Seconds()
    {
        var from = _query.From is { } f ? Values.ToMicroseconds(f) : _first;
        var to = _query.To is { } t ? Values.ToMicroseconds(t) : _last;
        return from < to ? ((double)to - from) / 1_000_000 : 0;
    }
}
