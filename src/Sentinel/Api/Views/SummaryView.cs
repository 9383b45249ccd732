using System.ComponentModel;
using LlmSentinel.Core.Recording;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>What happened in a range of time.</summary>
internal sealed record SummaryView(
    DateTimeOffset From,
    DateTimeOffset To,
    [property: Description("By what the rows are grouped.")] IReadOnlyList<string> GroupBy,
    IReadOnlyList<SummaryRowView> Rows);

/// <summary>One group.</summary>
internal sealed record SummaryRowView
{
    [Description("Null unless grouped by it; likewise model, app and operation.")]
    public string? Upstream { get; init; }

    public string? Model { get; init; }

    public string? App { get; init; }

    public string? Operation { get; init; }

    [Description("Start of the row's period; null without a step.")]
    public DateTimeOffset? Start { get; init; }

    [Description("exact, or sketch: the percentiles are within 1 %, because the range has too many exchanges to read each of them.")]
    public required string Percentiles { get; init; }

    public required long Exchanges { get; init; }

    [Description("Those that did not end well by no fault of the caller: rate limited, server error, timeout, upstream aborted.")]
    public required long Errors { get; init; }

    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    public required double RatePerSecond { get; init; }

    public PercentilesView? DurationMs { get; init; }

    public PercentilesView? TtfbMs { get; init; }

    public PercentilesView? TtftMs { get; init; }

    public PercentilesView? TpotMs { get; init; }

    [Description("The sidecar's own time, both ways together.")]
    public PercentilesView? AddedMs { get; init; }

    public required long InputTokens { get; init; }

    public required long CacheReadTokens { get; init; }

    public required long OutputTokens { get; init; }

    [Description("Exchanges whose tokens are estimated.")]
    public required long EstimatedUsage { get; init; }

    [Description("US dollars over exchanges with a known price; null when none has one.")]
    public decimal? CostUsd { get; init; }

    [Description("Successful exchanges with usage whose price nobody knows.")]
    public required long UnknownPrice { get; init; }

    public static SummaryRowView From(SummaryRow row) => new()
    {
        Upstream = row.Upstream,
        Model = row.Model,
        App = row.App,
        Operation = row.Operation,
        Start = row.Start,
        Percentiles = row.Percentiles == PercentileSource.Exact ? "exact" : "sketch",
        Exchanges = row.Exchanges,
        Errors = row.Errors,
        Outcomes = row.Outcomes,
        RatePerSecond = row.RatePerSecond,
        DurationMs = PercentilesView.From(row.Duration),
        TtfbMs = PercentilesView.From(row.TimeToFirstByte),
        TtftMs = PercentilesView.From(row.TimeToFirstToken),
        TpotMs = PercentilesView.From(row.TimePerOutputToken),
        AddedMs = PercentilesView.From(row.Added),
        InputTokens = row.InputTokens,
        CacheReadTokens = row.CacheReadTokens,
        OutputTokens = row.OutputTokens,
        EstimatedUsage = row.EstimatedUsage,
        CostUsd = row.Cost,
        UnknownPrice = row.UnknownPrice,
    };
}

/// <summary>Percentiles in milliseconds over the exchanges that have the value.</summary>
internal sealed record PercentilesView(long Count, double Mean, double P50, double P90, double P95, double P99, double Max)
{
    public static PercentilesView? From(DurationSummary? summary) => summary is null ? null : new(
        summary.Count,
        summary.Mean.TotalMilliseconds,
        summary.P50.TotalMilliseconds,
        summary.P90.TotalMilliseconds,
        summary.P95.TotalMilliseconds,
        summary.P99.TotalMilliseconds,
        summary.Max.TotalMilliseconds);
}
