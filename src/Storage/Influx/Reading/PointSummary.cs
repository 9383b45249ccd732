using System.Text.Json;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>
/// Feeds a summary with the fields it needs of each point, part by part as the server sends them; twice when they are too many to keep
/// their durations in memory. The server shows no one moment: where points came in between the passes, percentiles are estimated.
/// </summary>
internal sealed class PointSummary(InfluxQuery server, SummaryQuery query, long budget)
{
    private const string Select = """
        SELECT "duration", "time_to_first_byte", "time_to_first_token", "time_per_output_token", "added_request", "added_response",
        "usage_source", "input_tokens", "cache_read_tokens", "output_tokens", "cost", "started_at",
        "upstream_exact", "model_exact", "app_exact", "operation_exact" FROM
        """;

    private const string GroupBy = " GROUP BY \"upstream\", \"model\", \"app\", \"operation\", \"outcome\"";

    private readonly PointFilter _filter = new(query);
    private Summarizer _summarizer = new(query, budget: budget);

    /// <summary>The rows of the summary.</summary>
    public async Task<IReadOnlyList<SummaryRow>> ReadAsync(CancellationToken cancellationToken)
    {
        await PassAsync(_summarizer.Add, cancellationToken).ConfigureAwait(false);
        if (!_summarizer.NeedsSecondPass)
            return _summarizer.ToRows();

        _summarizer.BeginSecondPass();
        await PassAsync(static (SummaryGroup group, in SummaryValue value) => group.AddAgain(value), cancellationToken).ConfigureAwait(false);
        try
        {
            return _summarizer.ToRows();
        }
        catch (InvalidOperationException)
        {
            _summarizer = new Summarizer(query, PercentileSource.Sketch);
            await PassAsync(_summarizer.Add, cancellationToken).ConfigureAwait(false);
            return _summarizer.ToRows();
        }
    }

    private async Task PassAsync(AddValue add, CancellationToken cancellationToken)
    {
        var text = $"{Select.ReplaceLineEndings(" ")} {ExchangePoints.Measurement}{_filter.Where(_filter.From, _filter.To)}{GroupBy}";
        await foreach (var part in server.PartsAsync(text, cancellationToken).ConfigureAwait(false))
            AddPart(part, add);
    }

    private void AddPart(InfluxSeries part, AddValue add)
    {
        var columns = new PointColumns(part.Columns);
        var outcome = ExchangeNames.ParseOutcome(Tag(part, "outcome") ?? "") ?? default;
        foreach (var values in part.Rows.EnumerateArray())
        {
            var row = new PointRow(columns, values);
            var upstream = row.Text("upstream_exact") ?? Tag(part, "upstream") ?? "";
            var model = row.Text("model_exact") ?? Tag(part, "model");
            var app = row.Text("app_exact") ?? Tag(part, "app");
            var operation = row.Text("operation_exact") ?? Tag(part, "operation") ?? "";
            if (!_filter.Matches(upstream, model, app, operation))
                continue;
            var value = Value(row, outcome);
            add(_summarizer.Group(Key(value.StartedAt, upstream, model, app, operation)), value);
        }
    }

    private GroupKey Key(long startedAt, string upstream, string? model, string? app, string operation) => new(
        _summarizer.PeriodOf(startedAt),
        query.GroupBy.HasFlag(SummaryGrouping.Upstream) ? upstream : null,
        query.GroupBy.HasFlag(SummaryGrouping.Model) ? model : null,
        query.GroupBy.HasFlag(SummaryGrouping.App) ? app : null,
        query.GroupBy.HasFlag(SummaryGrouping.Operation) ? operation : null);

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

    private static string? Tag(InfluxSeries part, string name) => part.Tags.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    private delegate void AddValue(SummaryGroup group, in SummaryValue value);
}
