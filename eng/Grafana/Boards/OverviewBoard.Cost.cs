using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.ExchangeFields;
using static LlmSentinel.Grafana.Queries.InfluxQl;

namespace LlmSentinel.Grafana.Boards;

/// <content>Tokens, money, and who spends them.</content>
internal static partial class OverviewBoard
{
    // A forecast looks a third of the time shown ahead; farther is guessing. Influx counts in steps of the panel.
    private const int ForecastPoints = 30;

    private static readonly string CostPerHour = $"sum(\"{ExchangeFields.Cost}\"){PerHour}";

    private static readonly string Takes = $"sum(\"{ExchangeFields.Cost}\") AS \"cost\", sum(\"{OutputTokens}\") AS \"output tokens\"";

    private static IReadOnlyList<Panel> Cost() =>
    [
        new(PanelKind.Lines, "Tokens per second", Units.TokensPerSecond, "Input, cached included, and output, reasoning included; reported or estimated.")
        {
            Colours = Colours.Tokens,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.Tokens, "token_type", "token_type=~\"input|output\""), "{{token_type}}"),
            Influx = Ask.Sums($"sum(\"{InputTokens}\"){PerSecond} AS \"input\", sum(\"{OutputTokens}\"){PerSecond} AS \"output\"", "$col"),
        },
        new(PanelKind.Lines, "Cost per hour by model", Units.Usd, "Dollars per hour, one on the other. Models without a price are not in it.")
        {
            Stacking = Stacking.Sum, NoValue = "no priced calls",
            Prometheus = Ask.Prometheus($"{PromQl.Rate(MetricNames.Cost, "model")} * 3600", "{{model}}"),
            Influx = [new(OverTime(AtResolution, CostPerHour, "model", $"\"{ExchangeFields.Cost}\" >= 0", "0"), "$tag_model")],
        },
        new(PanelKind.Stat, "Cost per hour, forecast", Units.Usd,
            "Where cost per hour is going: the trend of the time shown, drawn on for a third of it. InfluxDB 3 has no forecasts.")
        {
            Width = 4, Decimals = 2, NoValue = "not enough calls", MaxPoints = ForecastPoints,
            Prometheus = Ask.PrometheusOnce(
                $"clamp_min(predict_linear(({PromQl.Rate(MetricNames.Cost)} * 3600)[{PromQl.All}:$__interval], $__range_s / 3), 0)", "forecast"),
            Influx = [new(
                $"SELECT holt_winters(first(\"hourly\"), {ForecastPoints / 3}, 0) FROM ({OverTime(AtResolution, $"{CostPerHour} AS \"hourly\"", fill: "0")}) WHERE $timeFilter GROUP BY time($__interval)",
                "forecast")],
        },
        new(PanelKind.Stat, "Calls without a price", Units.Number, "Calls with tokens whose price nobody knows. Add one under pricing.overrides.")
        {
            Width = 4, Decimals = 0, NoValue = "none", Feed = Feed.Trouble,
            Prometheus = Ask.PrometheusOnce(PromQl.Increase(MetricNames.CostUnknown), "calls"),
            Influx =
            [
                new(Once(AtResolution, $"count(\"{OutputTokens}\")", where: $"\"{SourceOfCost}\" = '{ExchangeNames.Name(CostSource.Unknown)}'"), "calls", Shape.Once),
                new(Once(AtResolution, $"sum(\"{UnknownPrice}\")"), "calls", Shape.Once),
            ],
        },
        new(PanelKind.Table, "Top models", Units.Number, "Who is called most, and what it takes and costs over the time shown.")
        {
            Width = 16,
            Columns = [("calls", Units.Number), ("cost", Units.Usd), ("output tokens", Units.Number), ("p95 duration", Units.Seconds)],
            Prometheus =
            [
                new($"topk(20, {PromQl.Increase(MetricNames.Exchanges, "model")})", "calls", Shape.Rows),
                new(PromQl.Increase(MetricNames.Cost, "model"), "cost", Shape.Rows),
                new(PromQl.Increase(MetricNames.Tokens, "model", "token_type=\"output\""), "output tokens", Shape.Rows),
                new(PromQl.Quantile("0.95", MetricNames.ExchangeDuration, "model", over: PromQl.All), "p95 duration", Shape.Rows),
            ],
            Influx =
            [
                new(Once(AtResolution, $"count(\"{Duration}\") AS \"calls\", {Takes}, percentile(\"{Duration}\", 95) AS \"p95 duration\"", "model", $"\"{Duration}\" >= 0"), "", Shape.Rows),
                new(Once(AtResolution, $"sum(\"{Exchanges}\") AS \"calls\", {Takes}", "model", $"\"{Exchanges}\" > 0"), "", Shape.Rows),
            ],
        },
        new(PanelKind.BarGauge, "Rate limit left", Units.Share, "What providers' headers last said is left of the requests and tokens they allow.")
        {
            Min = 0, Max = 1, NoValue = "no provider says", Feed = Feed.Trouble,
            Thresholds = [new(0, Colours.Bad), new(0.1, Colours.Warning), new(0.3, Colours.Good)],
            Prometheus = Ask.PrometheusOnce(
                $"{PromQl.Gauge("min", MetricNames.RateLimitRemaining, "upstream, model, resource")} / {PromQl.Gauge("max", MetricNames.RateLimitLimit, "upstream, model, resource")}",
                "{{upstream}} {{model}} {{resource}}"),
            Influx =
            [
                new(Once(Measurements.Exchange, "last(\"remaining_requests\") / last(\"limit_requests\")", "upstream, model", "\"limit_requests\" > 0"), "$tag_upstream $tag_model requests", Shape.Once),
                new(Once(Measurements.Exchange, "last(\"remaining_tokens\") / last(\"limit_tokens\")", "upstream, model", "\"limit_tokens\" > 0"), "$tag_upstream $tag_model tokens", Shape.Once),
            ],
        },
    ];
}
