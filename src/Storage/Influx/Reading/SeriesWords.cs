using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>The words a summary is filtered and grouped by: a series' tags, or the fields beside them where a tag could not hold its word.</summary>
internal readonly record struct SeriesWords(string Upstream, string? Model, string? App, string Operation)
{
    public static SeriesWords Of(InfluxSeries series, PointRow row) => new(
        Word(series, row, "upstream") ?? "", Word(series, row, "model"), Word(series, row, "app"), Word(series, row, "operation") ?? "");

    public bool Match(PointFilter filter) => filter.Matches(Upstream, Model, App, Operation);

    /// <summary>The group of a summary.</summary>
    public GroupKey Key(SummaryGrouping by, long? period) => new(
        period,
        by.HasFlag(SummaryGrouping.Upstream) ? Upstream : null,
        by.HasFlag(SummaryGrouping.Model) ? Model : null,
        by.HasFlag(SummaryGrouping.App) ? App : null,
        by.HasFlag(SummaryGrouping.Operation) ? Operation : null);

    private static string? Word(InfluxSeries series, PointRow row, string tag) => row.Text(tag + ExchangePoints.Exact) ?? series.Tag(tag);
}
