using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>What is done with an exchange of a summary.</summary>
internal delegate void AddValue(SummaryGroup group, in SummaryValue value);

/// <summary>Feeds a summary with the fields it needs of each point, part by part as the server sends them.</summary>
internal sealed class PointFeed(InfluxQuery server, SummaryQuery query, PointFilter filter, Summarizer summarizer)
{
    private const string Select =
        "SELECT \"duration\", \"time_to_first_byte\", \"time_to_first_token\", \"time_per_output_token\", \"added_request\", \"added_response\", "
        + "\"usage_source\", \"input_tokens\", \"cache_read_tokens\", \"output_tokens\", \"cost\", \"started_at\", "
        + "\"upstream_exact\", \"model_exact\", \"app_exact\", \"operation_exact\" FROM " + ExchangePoints.Measurement;

    private const string GroupBy = " GROUP BY \"upstream\", \"model\", \"app\", \"operation\", \"outcome\"";

    /// <summary>All points of a range of time, which lies within the filter's.</summary>
    public async Task ReadAsync(long from, long to, AddValue add, CancellationToken cancellationToken)
    {
        await foreach (var part in server.PartsAsync(Select + filter.Where(from, to) + GroupBy, cancellationToken).ConfigureAwait(false))
            AddPart(part, add);
    }

    private void AddPart(InfluxSeries part, AddValue add)
    {
        var columns = new PointColumns(part.Columns);
        var outcome = ExchangeNames.ParseOutcome(part.Tag("outcome") ?? "") ?? default;
        foreach (var values in part.Rows.EnumerateArray())
        {
            var row = new PointRow(columns, values);
            var words = SeriesWords.Of(part, row);
            if (!words.Match(filter))
                continue;
            var value = Value(row, outcome);
            add(summarizer.Group(words.Key(query.GroupBy, summarizer.PeriodOf(value.StartedAt))), value);
        }
    }

    private static SummaryValue Value(PointRow row, ExchangeOutcome outcome)
    {
        var value = new SummaryValue
        {
            StartedAt = row.Number("started_at") ?? PointTime.Microseconds(row.Time),
            Outcome = outcome,
            Usage = ExchangeNames.ParseUsageSource(row.Text("usage_source") ?? "") ?? default,
            Input = row.Number("input_tokens") ?? 0,
            CacheRead = row.Number("cache_read_tokens") ?? 0,
            Output = row.Number("output_tokens") ?? 0,
            ScaledCost = SummaryValue.None,
        };
        value.Durations[0] = row.Microseconds("duration") ?? SummaryValue.None;
        value.Durations[1] = row.Microseconds("time_to_first_byte") ?? SummaryValue.None;
        value.Durations[2] = row.Microseconds("time_to_first_token") ?? SummaryValue.None;
        value.Durations[3] = row.Microseconds("time_per_output_token") ?? SummaryValue.None;
        var (up, down) = (row.Microseconds("added_request"), row.Microseconds("added_response"));
        value.Durations[4] = up is null && down is null ? SummaryValue.None : (up ?? 0) + (down ?? 0);
        if (row.Amount("cost") is { } cost)
        {
            if (Values.TryScale(cost, out var scaled))
                value.ScaledCost = scaled;
            else
                value.OtherCost = cost;
        }

        return value;
    }
}
