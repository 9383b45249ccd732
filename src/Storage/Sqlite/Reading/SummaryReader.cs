using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Rollups;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>When a summary does without what.</summary>
/// <param name="Budget">Durations kept in memory at most.</param>
/// <param name="ExactExchanges">Exchanges up to which every one is read; beyond it rollups are.</param>
internal sealed record SummaryLimits(int Budget, long ExactExchanges);

/// <summary>
/// Reads the rows a summary is over once, or twice when they are too many to keep their durations in memory; or, when they are very
/// many, rollups in their place. All as of the same moment.
/// </summary>
internal sealed class SummaryReader
{
    private readonly ReadConnection _connection;
    private readonly SummaryQuery _query;
    private readonly Summarizer _summarizer;
    private readonly GroupFinder _groups;

    private SummaryReader(ReadConnection connection, SummaryQuery query, PercentileSource source, SummaryLimits limits)
    {
        _connection = connection;
        _query = query;
        _summarizer = new Summarizer(query, source, limits.Budget);
        _groups = new GroupFinder(_summarizer, query.GroupBy, connection);
    }

    /// <summary>The rows of a summary, as <see cref="Summarizer"/> orders them.</summary>
    public static IReadOnlyList<SummaryRow> Read(ReadConnection connection, SummaryQuery query, SummaryLimits limits)
    {
        using (connection.BeginSnapshot())
        {
            var rowsFrom = connection.Scalar(WriterState.ReadRowsFrom);
            return RollupPlan.TryMake(connection, query, rowsFrom, limits.ExactExchanges) is { } plan
                ? new SummaryReader(connection, query, PercentileSource.Sketch, limits).Read(plan)
                : new SummaryReader(connection, query, PercentileSource.Exact, limits).Read();
        }
    }

    private IReadOnlyList<SummaryRow> Read()
    {
        Pass(_query, _summarizer.Add);
        if (_summarizer.NeedsSecondPass)
        {
            _summarizer.BeginSecondPass();
            Pass(_query, static (SummaryGroup group, in SummaryValue value) => group.AddAgain(value));
        }

        return _summarizer.ToRows();
    }

    private IReadOnlyList<SummaryRow> Read(RollupPlan plan)
    {
        var rollups = new RollupReader(_connection, _query, _summarizer);
        foreach (var (level, from, to) in plan.Rollups)
            rollups.Read(level, from, to);
        foreach (var (from, to) in plan.Rows)
            Pass(_query with { From = Values.ToTime(from), To = Values.ToTime(to) }, _summarizer.Add);
        return _summarizer.ToRows();
    }

    private void Pass(ExchangeFilter range, AddValue add)
    {
        var filter = new FilterSql(range, _connection);
        using var rows = _connection.Prepare($"SELECT {SummaryRows.Columns}{_groups.Columns} FROM exchanges{filter}");
        filter.Bind(rows);
        while (rows.Step())
        {
            var value = SummaryRows.Value(rows);
            add(_groups.Of(rows, SummaryRows.Count, value.StartedAt), value);
        }
    }

    private delegate void AddValue(SummaryGroup group, in SummaryValue value);
}
