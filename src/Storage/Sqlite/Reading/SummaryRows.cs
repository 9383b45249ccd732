using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>What a summary reads of the table of exchanges.</summary>
internal static class SummaryRows
{
    /// <summary>What <see cref="Value"/> expects; all of it stands in the head of a row.</summary>
    public const string Columns = """
        started_at, duration, ttfb, ttft, tpot,
        coalesce(added_request + added_response, added_request, added_response),
        outcome, usage_source, input_total, cache_read, output_total, cost_total
        """;

    /// <summary>What <see cref="Key"/> expects behind it.</summary>
    public const string KeyColumns = $"upstream, {Model}, app, operation, outcome, streamed";

    /// <summary>The model an exchange is counted under.</summary>
    public const string Model = "coalesce(response_model, request_model)";

    /// <summary>How many columns <see cref="Columns"/> has.</summary>
    public const int Count = 12;

    private const int FirstDuration = 1;

    public static SummaryValue Value(Statement row)
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

    public static RollupKey Key(Statement row, LabelReader labels)
    {
        var key = new RowReader(row, labels, Count);
        return new RollupKey(key.RequiredLabel(), key.Label(), key.Label(), key.RequiredLabel(), (ExchangeOutcome)key.Int(), key.Flag());
    }
}
