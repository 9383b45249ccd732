using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.ExchangeFields;
using static LlmSentinel.Grafana.Queries.InfluxQl;

namespace LlmSentinel.Grafana.Boards;

/// <summary>How much, how fast, how dear, how well: all of it on one page.</summary>
internal static partial class OverviewBoard
{
    // Nobody's fault but the caller's own: he left.
    private static readonly string NotAnError =
        $"{ExchangeNames.Name(ExchangeOutcome.Ok)}|{ExchangeNames.Name(ExchangeOutcome.ClientAborted)}";

    private static readonly string PromErrors = $"outcome!~\"{NotAnError}\"";
    private static readonly string InfluxErrors = $"\"outcome\" !~ /^({NotAnError})$/";

    public static Dashboard Create() => new(
        "overview", "Overview",
        "How many calls go where, how they end, how long they take, what they cost, and what they will cost.",
        [new("Now", Now()), new("Traffic", Traffic()), new("Latency", Latency()), new("Tokens and cost", Cost())]);

    private static IReadOnlyList<Panel> Now() =>
    [
        new(PanelKind.Stat, "Calls per second", Units.CallsPerSecond, "Finished calls per second, mean over the time shown.")
        {
            Width = 4, Height = 4, Calculation = "mean", Decimals = 2,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.Exchanges), "calls"),
            Influx = Ask.Counts(PerSecond, "calls"),
        },
        new(PanelKind.Stat, "Errors", Units.Share,
            "Share of calls that ended in an error, by the provider, by the request or by time. A call its caller broke off is not one.")
        {
            Width = 4, Height = 4, Decimals = 1, NoValue = "none", InfluxRatio = true,
            Thresholds = [new(0.01, Colours.Warning), new(0.05, Colours.Bad)],
            Prometheus = Ask.PrometheusOnce(
                $"({PromQl.Rate(MetricNames.Exchanges, where: PromErrors, over: PromQl.All)} or vector(0)) / {PromQl.Rate(MetricNames.Exchanges, over: PromQl.All)}", "errors"),
            Influx = [.. Ask.CountsOnce("errors", InfluxErrors), .. Ask.CountsOnce("calls")],
        },
        new(PanelKind.Stat, "p95 duration", Units.Seconds, "95 of 100 calls took no longer, from request in to last byte out.")
        {
            Width = 4, Height = 4, Decimals = 2,
            Prometheus = Ask.PrometheusOnce(PromQl.Quantile("0.95", MetricNames.ExchangeDuration, over: PromQl.All), "p95"),
            Influx = Ask.CallsOnce($"percentile(\"{Duration}\", 95)", "p95"),
        },
        new(PanelKind.Stat, "p95 time to first token", Units.Seconds, "95 of 100 streams began no later, from the request sent upstream to the first output.")
        {
            Width = 4, Height = 4, Decimals = 2, NoValue = "no streams",
            Prometheus = Ask.PrometheusOnce(PromQl.Quantile("0.95", MetricNames.TimeToFirstToken, over: PromQl.All), "p95"),
            Influx = Ask.CallsOnce($"percentile(\"{TimeToFirstToken}\", 95)", "p95"),
        },
        new(PanelKind.Stat, "Cost", Units.Usd, "Cost of the time shown. Calls whose price nobody knows are not in it; see 'Calls without a price'.")
        {
            Width = 4, Height = 4, Decimals = 2, NoValue = "no priced calls",
            Prometheus = Ask.PrometheusOnce(PromQl.Increase(MetricNames.Cost), "cost"),
            Influx = Ask.SumsOnce($"sum(\"{ExchangeFields.Cost}\")", "cost"),
        },
        new(PanelKind.Stat, "30 days at this rate", Units.Usd,
            "What 30 days cost if they go as the time shown did. Hours before the first call count as free: choose a time that was ordinary.")
        {
            Width = 4, Height = 4, Decimals = 0, NoValue = "no priced calls",
            Prometheus = Ask.PrometheusOnce($"{PromQl.Rate(MetricNames.Cost, over: PromQl.All)} * 30 * 86400", "30 days"),
            Influx = Ask.SumsOnce($"sum(\"{ExchangeFields.Cost}\") * 2592000000 / ($__to - $__from)", "30 days"),
        },
    ];

    private static IReadOnlyList<Panel> Traffic() =>
    [
        new(PanelKind.Lines, "Calls by upstream", Units.CallsPerSecond, "Finished calls per second, one on the other.")
        {
            Stacking = Stacking.Sum,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.Exchanges, "upstream"), "{{upstream}}"),
            Influx = Ask.Counts(PerSecond, "$tag_upstream", "upstream"),
        },
        new(PanelKind.Lines, "How calls end", Units.CallsPerSecond, "Shares of outcomes. Green is all well; every other colour has its cause below.")
        {
            Stacking = Stacking.Share, Colours = Colours.Outcomes,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.Exchanges, "outcome"), "{{outcome}}"),
            Influx = Ask.Counts(PerSecond, "$tag_outcome", "outcome"),
        },
        new(PanelKind.Bars, "Errors by upstream and kind", Units.PerHour, "Calls per hour that ended in an error. Calls their callers broke off are not errors.")
        {
            Stacking = Stacking.Sum, NoValue = "no errors",
            Prometheus = Ask.Prometheus($"{PromQl.Rate(MetricNames.Exchanges, "upstream, outcome", PromErrors)} * 3600", "{{upstream}} {{outcome}}"),
            Influx = Ask.Counts(PerHour, "$tag_upstream $tag_outcome", "upstream, outcome", InfluxErrors),
        },
    ];

    private static IReadOnlyList<Panel> Latency() =>
    [
        new(PanelKind.Lines, "Duration", Units.Seconds, "Request in to last byte out, all calls. Dots, where there are any, are single calls with a trace.")
        {
            Width = 12, Colours = Colours.Percentiles,
            Prometheus = Ask.Percentiles(MetricNames.ExchangeDuration),
            Influx = Ask.Percentiles(Measurements.Exchange, Duration, ""),
        },
        new(PanelKind.Lines, "Time to first token", Units.Seconds,
            "Request sent upstream to the first output of a stream: what a reader waits for. Dots, where there are any, are single calls with a trace.")
        {
            Width = 12, Colours = Colours.Percentiles, NoValue = "no streams",
            Prometheus = Ask.Percentiles(MetricNames.TimeToFirstToken),
            Influx = Ask.Percentiles(Measurements.Exchange, TimeToFirstToken, ""),
        },
        new(PanelKind.Heatmap, "Durations", Units.Seconds, "How many calls took how long. Two bands are two kinds of calls, or two models behind one name.")
        {
            Width = 12,
            Prometheus = Ask.Buckets(MetricNames.ExchangeDuration),
            Influx = Ask.Buckets(Measurements.Exchange, Duration, Bounds),
        },
        new(PanelKind.Heatmap, "Times to first token", Units.Seconds, "How many streams began how late. A second band that was not there before is worth a look.")
        {
            Width = 12, NoValue = "no streams",
            Prometheus = Ask.Buckets(MetricNames.TimeToFirstToken),
            Influx = Ask.Buckets(Measurements.Exchange, TimeToFirstToken, Bounds),
        },
        new(PanelKind.Lines, "p95 duration by model", Units.Seconds, "Which model is slow.")
        {
            Width = 12,
            Prometheus = Ask.Prometheus(PromQl.Quantile("0.95", MetricNames.ExchangeDuration, "model"), "{{model}}"),
            Influx = Ask.Calls($"percentile(\"{Duration}\", 95)", "$tag_model", "model"),
        },
        new(PanelKind.Lines, "Time per output token by model", Units.Seconds, "Mean time between two tokens of a stream, once it has begun: the speed of writing.")
        {
            Width = 12, NoValue = "no streams",
            Prometheus = Ask.Prometheus(PromQl.Mean(MetricNames.TimePerOutputToken, "model"), "{{model}}"),
            Influx = Ask.Calls($"mean(\"{TimePerOutputToken}\")", "$tag_model", "model"),
        },
    ];

    // Every second bound of the histograms' would do; all of them are as quick to read.
    private static readonly string[] Bounds = ["0.04", "0.08", "0.16", "0.32", "0.64", "1.28", "2.56", "5.12", "10.24", "20.48", "40.96"];
}
