using System.Buffers;
using System.Buffers.Text;
using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Rollups;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Feeds a summary of sketches with the sums of periods.</summary>
/// <param name="server">Where they are.</param>
/// <param name="measurement">Which ones.</param>
/// <param name="length">Of a period, in microseconds.</param>
/// <param name="query">What is summed up.</param>
/// <param name="filter">Its filter.</param>
/// <param name="summarizer">What is fed.</param>
internal sealed class RollupFeed(InfluxQuery server, string measurement, long length, SummaryQuery query, PointFilter filter, Summarizer summarizer)
{
    private const string GroupBy = " GROUP BY \"upstream\", \"model\", \"app\", \"operation\", \"outcome\"";

    /// <summary>All points of whole periods that are wanted.</summary>
    public async Task ReadAsync(long from, long to, Func<long, bool> wanted, CancellationToken cancellationToken)
    {
        await foreach (var part in server.PartsAsync($"SELECT * FROM {measurement}{filter.WhereRollup(from, to)}{GroupBy}", cancellationToken).ConfigureAwait(false))
            AddPart(part, wanted);
    }

    private void AddPart(InfluxSeries part, Func<long, bool> wanted)
    {
        var columns = new PointColumns(part.Columns);
        var outcome = ExchangeNames.ParseOutcome(part.Tag("outcome") ?? "") ?? default;
        foreach (var values in part.Rows.EnumerateArray())
        {
            var row = new PointRow(columns, values);
            var words = SeriesWords.Of(part, row);
            var start = PointTime.Microseconds(row.Time);
            start -= ((start % length) + length) % length;
            if (!wanted(start) || !words.Match(filter))
                continue;
            var group = summarizer.Group(words.Key(query.GroupBy, summarizer.PeriodOf(start)));
            summarizer.Add(group, Totals(row, start, outcome));
            for (var i = 0; i < RollupPoints.Durations.Count; i++)
                AddDuration(row, RollupPoints.Durations[i], group.Durations[i]);
        }
    }

    private RollupTotals Totals(PointRow row, long start, ExchangeOutcome outcome) => new(
        start, start + length, outcome,
        row.Number("exchanges") ?? 0, row.Number("input_tokens") ?? 0, row.Number("cache_read_tokens") ?? 0, row.Number("output_tokens") ?? 0,
        row.Number("estimated_usage") ?? 0, row.Number("unknown_price") ?? 0, row.Amount("cost"));

    private static void AddDuration(PointRow row, string name, DurationValues values)
    {
        if (row.Text(name + "_sketch") is not { } text)
            return;
        var bytes = Encoding.UTF8.GetBytes(text);
        if (Base64.DecodeFromUtf8InPlace(bytes, out var length) != OperationStatus.Done)
            throw new InfluxException($"A point's {name}_sketch is no sketch.");
        try
        {
            values.Add(new DurationRollup(row.Microseconds(name + "_sum") ?? 0, row.Microseconds(name + "_max") ?? 0, bytes.AsSpan(0, length)));
        }
        catch (FormatException e)
        {
            throw new InfluxException($"A point's {name}_sketch is no sketch.", innerException: e);
        }
    }
}
