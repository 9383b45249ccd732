using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.ExchangeFields;
using static LlmSentinel.Grafana.Queries.InfluxQl;
using static LlmSentinel.Grafana.Reserved.ReservedMetricNames;

namespace LlmSentinel.Grafana.Boards;

/// <summary>Are the answers as good as they were, and if not, did the questions or the model change?</summary>
internal static class QualityBoard
{
    private const string OneEvaluator = "evaluator=~\"$evaluator\"";

    private static readonly string Chosen = InfluxQl.Chosen("evaluator");
    private static readonly string Refused = ExchangeNames.Name(FinishReason.ContentFilter);

    public static Dashboard Create() => new(
        "quality", "Quality and drift",
        "Whether answers are as good as they were, what the evidence of a change is, and whether the questions or the model changed.",
        [new("Scores", Scores()), new("Evidence of change", Drift()), new("Prompts and answers", Texts())])
    {
        Variables =
        [
            new("evaluator", "Evaluator", $"label_values({PromQl.Name(ScoreResults)}, evaluator)", TagValues(Measurements.Score, "evaluator")),
        ],
    };

    private static IReadOnlyList<Panel> Scores() =>
    [
        new(PanelKind.Lines, "Score and its baseline", Units.Share, "Mean score of the chosen evaluators, in the range it had when all was well. Choose one evaluator to read it.")
        {
            Width = 12, Min = 0, Max = 1, Feed = Feed.Later, Band = ("low", "high"), Colours = Colours.Interval,
            Prometheus =
            [
                new(PromQl.Mean(ScoreValue, where: OneEvaluator), "mean"),
                new(PromQl.Gauge("avg", DriftBaseline, where: $"bound=\"low\",{OneEvaluator}"), "low"),
                new(PromQl.Gauge("avg", DriftBaseline, where: $"bound=\"high\",{OneEvaluator}"), "high"),
            ],
            Influx =
            [
                new(OverTime(Measurements.Score, "mean(\"value\")", where: Chosen), "mean"),
                new(OverTime(Measurements.Drift, "mean(\"baseline_low\") AS \"low\", mean(\"baseline_high\") AS \"high\"", where: Chosen, fill: "previous"), "$col"),
            ],
        },
        new(PanelKind.Lines, "Scores by evaluator", Units.Share, "Mean score of every evaluator: 0 the worst, 1 the best. Answers without a score are not in it.")
        {
            Width = 12, Min = 0, Max = 1, Feed = Feed.Later,
            Prometheus = Ask.Prometheus(PromQl.Mean(ScoreValue, "evaluator", OneEvaluator), "{{evaluator}}"),
            Influx = [new(OverTime(Measurements.Score, "mean(\"value\")", "evaluator", Chosen), "$tag_evaluator")],
        },
        new(PanelKind.Heatmap, "Spread of scores", Units.Share, "How many answers got which score. A mean that falls with a second band at the bottom is a part of the answers gone wrong.")
        {
            Width = 12, Feed = Feed.Later,
            Prometheus = Ask.Buckets(ScoreValue, OneEvaluator),
            Influx = Ask.Buckets(Measurements.Score, "value", ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"], Chosen),
        },
        new(PanelKind.Bars, "What evaluators could tell", Units.PerHour, "Answers looked at per hour. Not applicable is no bad score, and failed is none at all.")
        {
            Width = 12, Stacking = Stacking.Sum, Feed = Feed.Later, Colours = Colours.ScoreResults,
            Prometheus = Ask.Prometheus($"{PromQl.Rate(ScoreResults, "result", OneEvaluator)} * 3600", "{{result}}"),
            Influx = [new(OverTime(Measurements.Score, $"count(\"id\"){PerHour}", "outcome", Chosen, "0"), "$tag_outcome")],
        },
    ];

    private static IReadOnlyList<Panel> Drift() =>
    [
        new(PanelKind.BarGauge, "Evidence", Units.Share, "Evidence of a change as a share of what makes a finding. A full bar is a finding.")
        {
            Min = 0, Max = 1, Feed = Feed.Later, Thresholds = [new(0.5, Colours.Warning), new(1, Colours.Bad)],
            Prometheus = Ask.PrometheusOnce(PromQl.Gauge("max", DriftEvidence, "evaluator, upstream, model"), "{{evaluator}} {{upstream}} {{model}}"),
            Influx = [new(Once(Measurements.Drift, "last(\"evidence\") / last(\"threshold\")", "evaluator, upstream, model", "\"kind\" = 'evidence'"), "$tag_evaluator $tag_upstream $tag_model", Shape.Once)],
        },
        new(PanelKind.Lines, "Evidence over time", Units.Share, "The same as it grew. The line at 100 % is where a finding is made.")
        {
            Feed = Feed.Later, Thresholds = [new(1, Colours.Bad)],
            Prometheus = Ask.Prometheus(PromQl.Gauge("max", DriftEvidence, "evaluator, upstream, model"), "{{evaluator}} {{upstream}} {{model}}"),
            Influx = [new(OverTime(Measurements.Drift, "max(\"evidence\") / max(\"threshold\")", "evaluator, upstream, model", "\"kind\" = 'evidence'"), "$tag_evaluator $tag_upstream $tag_model")],
        },
        new(PanelKind.Table, "Findings", Units.Number, "What changed, in which direction, and whether the questions or the model did.")
        {
            Feed = Feed.Later, ShowTime = true,
            Prometheus = [new($"{PromQl.Increase(DriftFindings, "evaluator, upstream, model, direction, cause")} > 0", "findings", Shape.Rows)],
            Influx = [new(Once(Measurements.Drift, "\"evaluator\", \"upstream\", \"model\", \"direction\", \"cause\", \"text\"", where: "\"kind\" = 'finding'"), "", Shape.Rows)],
        },
        new(PanelKind.Lines, "Prompt drift", Units.Share, "Evidence that the questions changed: their length, language, subjects. If these rise, look at the application first.")
        {
            Width = 12, Feed = Feed.Later, Thresholds = [new(1, Colours.Bad)],
            Prometheus = Ask.Prometheus(PromQl.Gauge("max", DriftEvidence, "evaluator", "evaluator=~\"prompt_.*\""), "{{evaluator}}"),
            Influx = [new(OverTime(Measurements.Drift, "max(\"evidence\") / max(\"threshold\")", "evaluator", "\"evaluator\" =~ /^prompt_/"), "$tag_evaluator")],
        },
        new(PanelKind.Lines, "Answer drift", Units.Share, "Evidence that the answers changed. With quiet prompts beside it, the model is what changed.")
        {
            Width = 12, Feed = Feed.Later, Thresholds = [new(1, Colours.Bad)],
            Prometheus = Ask.Prometheus(PromQl.Gauge("max", DriftEvidence, "evaluator", "evaluator=~\"answer_.*\""), "{{evaluator}}"),
            Influx = [new(OverTime(Measurements.Drift, "max(\"evidence\") / max(\"threshold\")", "evaluator", "\"evaluator\" =~ /^answer_/"), "$tag_evaluator")],
        },
    ];

    private static IReadOnlyList<Panel> Texts() =>
    [
        new(PanelKind.Lines, "Tokens per prompt", Units.Tokens, "Mean input tokens of a call that ended well. A step here is a changed prompt, not a changed model.")
        {
            Width = 12,
            Prometheus = Ask.Prometheus(
                $"{PromQl.Rate(MetricNames.Tokens, "model", "token_type=\"input\"")} / {PromQl.Rate(MetricNames.Exchanges, "model", "outcome=\"ok\"")}", "{{model}}"),
            Influx = Ask.Calls($"mean(\"{InputTokens}\")", "$tag_model", "model"),
        },
        new(PanelKind.Lines, "Tokens per answer", Units.Tokens, "Mean output tokens of a call that ended well. Shorter answers are often the first sign of another model.")
        {
            Width = 12,
            Prometheus = Ask.Prometheus(
                $"{PromQl.Rate(MetricNames.Tokens, "model", "token_type=\"output\"")} / {PromQl.Rate(MetricNames.Exchanges, "model", "outcome=\"ok\"")}", "{{model}}"),
            Influx = Ask.Calls($"mean(\"{OutputTokens}\")", "$tag_model", "model"),
        },
        new(PanelKind.Lines, "Why answers end", Units.CallsPerSecond, "Shares of finish reasons. More 'length' is answers cut short, more 'content_filter' is refusals.")
        {
            Width = 12, Stacking = Stacking.Share, Colours = Colours.FinishReasons,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.FinishReasons, "reason"), "{{reason}}"),
            Influx =
            [
                .. Enum.GetValues<FinishReason>()
                    .Where(reason => reason != FinishReason.Unknown)
                    .Select(ExchangeNames.Name)
                    .Select(name => new Query(OverTime(Measurements.Exchange, $"count(\"{Duration}\"){PerSecond}", where: $"\"{WhyItEnded}\" = '{name}'", fill: "0"), name)),
            ],
        },
        new(PanelKind.Bars, "Refusals", Units.PerHour, "Answers per hour that a content filter or the model's own refusal ended.")
        {
            Width = 12, Stacking = Stacking.Sum, NoValue = "no refusals",
            Prometheus = Ask.Prometheus($"{PromQl.Rate(MetricNames.FinishReasons, "model", $"reason=\"{Refused}\"")} * 3600", "{{model}}"),
            Influx = Ask.Calls($"count(\"{Duration}\"){PerHour}", "$tag_model", "model", $"\"{WhyItEnded}\" = '{Refused}'", "0"),
        },
    ];
}
