using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.InfluxQl;
using static LlmSentinel.Grafana.Reserved.ReservedMetricNames;

namespace LlmSentinel.Grafana.Boards;

/// <summary>Would the other model do as well, for how much less?</summary>
internal static class ShadowBoard
{
    private static readonly string[] Verdicts = ["win", "tie", "loss"];
    private static readonly string[] Bounds = ["mean", "low", "high"];

    public static Dashboard Create() => new(
        "shadow", "Shadow",
        "How a second model does on the same questions: better or worse, dearer or cheaper, faster or slower, and how sure that is.",
        [new("Verdicts", VerdictPanels()), new("Differences", Differences())]);

    private static IReadOnlyList<Panel> VerdictPanels() =>
    [
        new(PanelKind.Stat, "Win, tie, loss", Units.Number, "Answers of the shadow judged better, as good, or worse than the served one, over the time shown.")
        {
            Height = 5, Decimals = 0, Feed = Feed.Later, Colours = Colours.Verdicts,
            Prometheus = [.. Verdicts.Select(verdict => new Query(PromQl.Increase(ReservedMetricNames.ShadowVerdicts, where: $"verdict=\"{verdict}\""), verdict, Shape.Once))],
            Influx = [.. Verdicts.Select(verdict => new Query(Once(Measurements.Shadow, "count(\"id\")", where: $"\"outcome\" = '{verdict}'"), verdict, Shape.Once))],
        },
        new(PanelKind.Stat, "Spent on the shadow", Units.Usd, "What the shadow's own calls cost over the time shown. It is no part of the application's cost.")
        {
            Width = 4, Height = 5, Decimals = 2, Feed = Feed.Later,
            Prometheus = Ask.PrometheusOnce(PromQl.Increase(ShadowCost), "cost"),
            Influx = [new(Once(Measurements.Shadow, "sum(\"cost\")"), "cost", Shape.Once)],
        },
        new(PanelKind.Table, "Verdicts by model", Units.Number, "Which served model the shadow can stand in for.")
        {
            Width = 12, Height = 5, Feed = Feed.Later, Columns = [("verdicts", Units.Number)],
            Prometheus = [new(PromQl.Increase(ReservedMetricNames.ShadowVerdicts, "upstream, model, shadow, verdict"), "verdicts", Shape.Rows)],
            Influx = [new(Once(Measurements.Shadow, "count(\"id\") AS \"verdicts\"", "upstream, model, outcome"), "", Shape.Rows)],
        },
        new(PanelKind.Lines, "Verdicts over time", Units.Number, "Shares of verdicts. Red that grows is a shadow falling behind, or a served model getting better.")
        {
            Width = 24, Stacking = Stacking.Share, Feed = Feed.Later, Colours = Colours.Verdicts,
            Prometheus = Ask.Prometheus(PromQl.Rate(ReservedMetricNames.ShadowVerdicts, "verdict"), "{{verdict}}"),
            Influx = [new(OverTime(Measurements.Shadow, "count(\"id\")", "outcome", "\"outcome\" =~ /^(win|tie|loss)$/", "0"), "$tag_outcome")],
        },
    ];

    private static IReadOnlyList<Panel> Differences() =>
    [
        Difference("Cost difference", "Cost of the shadow's answer against the served one, with the 95 % interval: -30 % is a third cheaper.", ShadowCostDifference, "cost_difference"),
        Difference("Duration difference", "Duration of the shadow's answer against the served one, with the 95 % interval: below zero is faster.", ShadowDurationDifference, "duration_difference"),
    ];

    private static Panel Difference(string title, string description, string metric, string field) =>
        new(PanelKind.Lines, title, Units.Share, description)
        {
            Width = 12, Feed = Feed.Later, Band = ("low", "high"), Colours = Colours.Interval, Thresholds = [new(0, Colours.Faint)],
            Prometheus = [.. Bounds.Select(bound => new Query(PromQl.Gauge("avg", metric, where: $"bound=\"{bound}\""), bound))],
            Influx =
            [
                new(OverTime(Measurements.Shadow, $"mean(\"{field}\") AS \"mean\", {Edge(field, '-')} AS \"low\", {Edge(field, '+')} AS \"high\""), "$col"),
            ],
        };

    // The normal approximation: fair from some thirty comparisons per interval on.
    private static string Edge(string field, char sign) => $"mean(\"{field}\") {sign} 1.96 * stddev(\"{field}\") / sqrt(count(\"{field}\"))";
}
