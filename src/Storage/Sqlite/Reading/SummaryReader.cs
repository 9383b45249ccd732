using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>
/// Reads the rows a summary is over once, or twice when they are too many to keep their durations in memory;
/// both times as of the same moment.
/// </summary>
internal sealed class SummaryReader
{
    private const string Columns = """
        started_at, duration, ttfb, ttft, tpot,
        coalesce(added_request + added_response, added_request, added_response),
        outcome, usage_source, input_total, cache_read, output_total, cost_total
        """;

    private const int FirstDuration = 1;
    private const int FirstGroup = 12;

    private readonly ReadConnection _connection;
    private readonly SummaryQuery _query;
    private readonly Summarizer _summarizer;
    private readonly GroupFinder _groups;

    private SummaryReader(ReadConnection connection, SummaryQuery query, int budget)
    {
        _connection = connection;
        _query = query;
        _summarizer = new Summarizer(query, budget: budget);
        _groups = new GroupFinder(_summarizer, query.GroupBy, connection);
    }

    /// <summary>The rows of a summary, as <see cref="Summarizer"/> orders them.</summary>
    public static IReadOnlyList<SummaryRow> Read(ReadConnection connection, SummaryQuery query, int budget)
    {
        using (connection.BeginSnapshot())
            return new SummaryReader(connection, query, budget).Read();
    }

    private IReadOnlyList<SummaryRow> Read()
    {
        Pass(_summarizer.Add);
        if (_summarizer.NeedsSecondPass)
        {
            _summarizer.BeginSecondPass();
            Pass(static (SummaryGroup group, in SummaryValue value) => group.AddAgain(value));
        }

        return _summarizer.ToRows();
    }

    private void Pass(AddValue add)
    {
        var filter = new FilterSql(_query, _connection);
        using var rows = _connection.Prepare($"SELECT {Columns}{_groups.Columns("coalesce(response_model, request_model)")} FROM exchanges{filter}");
        filter.Bind(rows);
        while (rows.Step())
        {
            var value = Value(rows);
            add(_groups.Of(rows, FirstGroup, value.StartedAt), value);
        }
    }

    private static SummaryValue Value(Statement row)
    {
        var value = new SummaryValue
        {
            StartedAt = row.Long(0),
            Outcome = (ExchangeOutcome)row.Long(6),
            Usage = (UsageSource)row.Long(7),
            Input = row.Long(8),
            CacheRead = row.Long(9),
            Output = row.Long(10),
            ScaledCost = SummaryValue.None,
        };
        for (var i = 0; i < SummaryValue.DurationKinds; i++)
            value.Durations[i] = row.TryLong(FirstDuration + i, out var duration) ? duration : SummaryValue.None;
        if (row.IsInteger(11))
            value.ScaledCost = row.Long(11);
        else if (!row.IsNull(11))
            value.OtherCost = Values.ToMoney(row.Text(11));
        return value;
    }

    private delegate void AddValue(SummaryGroup group, in SummaryValue value);
}
