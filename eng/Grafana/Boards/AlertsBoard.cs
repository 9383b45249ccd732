using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.InfluxQl;
using static LlmSentinel.Grafana.Reserved.ReservedMetricNames;

namespace LlmSentinel.Grafana.Boards;

/// <summary>What is wrong now, and what do the questions with known answers say?</summary>
internal static class AlertsBoard
{
    public static Dashboard Create() => new(
        "alerts", "Alerts and canaries",
        "What fires, what fired, and how scheduled questions with known answers are answered.",
        [new("Alerts", AlertPanels()), new("Canaries", Canaries())]);

    private static IReadOnlyList<Panel> AlertPanels() =>
    [
        new(PanelKind.Stat, "Firing", Units.Number, "Alerts that fire now.")
        {
            Width = 4, Decimals = 0, Feed = Feed.Later, Thresholds = [new(1, Colours.Bad)],
            Prometheus = Ask.PrometheusOnce(PromQl.Gauge("sum", ReservedMetricNames.Alerts, where: "state=\"firing\""), "firing"),
            Influx =
            [
                new($"SELECT sum(\"active\") FROM ({Once(Measurements.Alert, "last(\"active\") AS \"active\"", "evaluator, upstream, model")}) WHERE $timeFilter", "firing", Shape.Once),
            ],
        },
        new(PanelKind.Bars, "Changes of state", Units.PerHour, "Alerts per hour that began to wait, fired, ended, or were silenced. One that flaps shows here.")
        {
            Width = 8, Stacking = Stacking.Sum, Feed = Feed.Later, Colours = Colours.AlertStates,
            Prometheus = Ask.Prometheus($"{PromQl.Rate(AlertChanges, "state")} * 3600", "{{state}}"),
            Influx = [new(OverTime(Measurements.Alert, $"count(\"active\"){PerHour}", "outcome", fill: "0"), "$tag_outcome")],
        },
        new(PanelKind.Table, "Alerts by rule", Units.Number, "Prometheus: what is there now. InfluxDB: every change of the time shown, with its words.")
        {
            Width = 12, Feed = Feed.Later, ShowTime = true,
            Prometheus = [new($"{PromQl.Gauge("sum", ReservedMetricNames.Alerts, "rule, severity, state, upstream, model")} > 0", "alerts", Shape.Rows)],
            Influx = [new(Once(Measurements.Alert, "\"outcome\", \"evaluator\", \"upstream\", \"model\", \"severity\", \"title\", \"text\""), "", Shape.Rows)],
        },
    ];

    private static IReadOnlyList<Panel> Canaries() =>
    [
        new(PanelKind.Lines, "Scores by canary", Units.Share, "How well each question is answered. The question never changes: what changes here is the model.")
        {
            Min = 0, Max = 1, Feed = Feed.Later,
            Prometheus = Ask.Prometheus(PromQl.Gauge("avg", CanaryScore, "canary, model"), "{{canary}} {{model}}"),
            Influx = [new(OverTime(Measurements.Canary, "mean(\"value\")", "evaluator, model"), "$tag_evaluator $tag_model")],
        },
        new(PanelKind.Bars, "Runs by result", Units.PerHour, "Runs per hour. An error is a call that got no answer; a fail is an answer that is wrong.")
        {
            Stacking = Stacking.Sum, Feed = Feed.Later, Colours = Colours.CanaryResults,
            Prometheus = Ask.Prometheus($"{PromQl.Rate(CanaryRuns, "result")} * 3600", "{{result}}"),
            Influx = [new(OverTime(Measurements.Canary, $"count(\"id\"){PerHour}", "outcome", fill: "0"), "$tag_outcome")],
        },
        new(PanelKind.Lines, "p95 duration by canary", Units.Seconds, "The same question every time: a slower answer is a slower provider.")
        {
            Feed = Feed.Later,
            Prometheus = Ask.Prometheus(PromQl.Quantile("0.95", CanaryDuration, "canary"), "{{canary}}"),
            Influx = [new(OverTime(Measurements.Canary, "percentile(\"duration\", 95)", "evaluator"), "$tag_evaluator")],
        },
    ];
}
