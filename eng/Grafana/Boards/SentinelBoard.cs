using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.ExchangeFields;
using static LlmSentinel.Grafana.Queries.InfluxQl;
using static LlmSentinel.Grafana.Reserved.ReservedMetricNames;

namespace LlmSentinel.Grafana.Boards;

/// <summary>Is the watcher itself well, and does it stay out of the way?</summary>
internal static partial class SentinelBoard
{
    public static Dashboard Create() => new(
        "sentinel", "Sentinel itself",
        "What the sidecar adds to a call, whether it drops anything, how its store is, and what it takes of the machine.",
        [
            new("Overhead", Overhead()), new("Queues and drops", Queues()), new("Store", Store()),
            new("Spool before a store's server", Spool()), new("Scorers", Scorers()), new("Process", Process()),
        ])
    {
        Variables =
        [
            new("instance", "Instance", $"label_values({PromQl.Name(MetricNames.BuildInfo)}, instance)", Influx: null, MatchesNothing: false),
        ],
        InfluxNote = "Queues, drops, spool, stages, scorers and the process are gauges and counters of each sentinel. They are on `/metrics`, "
            + "and in the Prometheus edition of this dashboard; InfluxDB holds calls and what is said of them.",
    };

    // Ten microseconds to five milliseconds: where a sidecar's own time lies.
    private static readonly string[] AddedBounds = ["0.00005", "0.0001", "0.0002", "0.0003", "0.0005", "0.001", "0.002", "0.005", "0.01"];

    private static IReadOnlyList<Panel> Overhead() =>
    [
        new(PanelKind.Lines, "Added before the request goes on", Units.Seconds, "The sidecar's own time from request in to request sent upstream.")
        {
            Colours = Colours.Percentiles, Thresholds = [new(0.005, Colours.Bad)],
            Prometheus = Ask.Percentiles(MetricNames.AddedTime, "direction=\"request\""),
            Influx = Ask.Percentiles(Measurements.Exchange, AddedRequest, ""),
        },
        new(PanelKind.Lines, "Added before the answer goes on", Units.Seconds, "The sidecar's own time from the first byte of the answer in to the first byte out.")
        {
            Colours = Colours.Percentiles, Thresholds = [new(0.005, Colours.Bad)],
            Prometheus = Ask.Percentiles(MetricNames.AddedTime, "direction=\"response\""),
            Influx = Ask.Percentiles(Measurements.Exchange, AddedResponse, ""),
        },
        new(PanelKind.Stat, "Added share", Units.Share, "The sidecar's own time as a share of all the time calls took.")
        {
            Decimals = 3, Thresholds = [new(0.01, Colours.Warning), new(0.05, Colours.Bad)],
            Prometheus = Ask.Prometheus($"{PromQl.Rate(MetricNames.AddedTime, part: "_sum")} / {PromQl.Rate(MetricNames.ExchangeDuration, part: "_sum")}", "share"),
            Influx = Ask.Calls($"(sum(\"{AddedRequest}\") + sum(\"{AddedResponse}\")) / sum(\"{Duration}\")", "share"),
        },
        new(PanelKind.Heatmap, "Added times", Units.Seconds, "How many requests were held how long before they went on. This is what the sidecar costs a call.")
        {
            Width = 24,
            Prometheus = Ask.Buckets(MetricNames.AddedTime, "direction=\"request\""),
            Influx = Ask.Buckets(Measurements.Exchange, AddedRequest, AddedBounds),
        },
    ];

    private static IReadOnlyList<Panel> Queues() =>
    [
        new(PanelKind.Lines, "Queues", Units.Share, "How full each queue behind the forwarder is. A full queue drops; it never makes a call wait.")
        {
            Min = 0, Max = 1, Thresholds = [new(0.8, Colours.Bad)],
            Prometheus = Ask.Prometheus($"{PromQl.Gauge("sum", MetricNames.QueueDepth, "instance, queue")} / {PromQl.Gauge("sum", MetricNames.QueueCapacity, "instance, queue")}", "{{queue}} {{instance}}"),
        },
        new(PanelKind.Bars, "Dropped", Units.PerSecond, "What was dropped instead of delaying a call, by queue and reason. Calls went on; their records are gone.")
        {
            Stacking = Stacking.Sum, Feed = Feed.Trouble, NoValue = "nothing dropped",
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.QueueDropped, "queue, reason"), "{{queue}} {{reason}}"),
        },
        new(PanelKind.Bars, "Not seen", Units.PerSecond, "Calls of which something could not be observed, by reason. The calls themselves were not affected.")
        {
            Stacking = Stacking.Sum, Feed = Feed.Trouble, NoValue = "everything seen",
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.ObservationGaps, "upstream, reason"), "{{upstream}} {{reason}}"),
            Influx = Ask.Calls($"count(\"{ObservationGap}\"){PerSecond}", "$tag_upstream", "upstream", fill: "0"),
        },
        new(PanelKind.Lines, "Memory of bodies", Units.Bytes, "Memory held by copies of bodies waiting to be read, and the most it may be.")
        {
            Prometheus =
            [
                new(PromQl.Gauge("sum", MetricNames.CaptureUsed, "instance"), "used {{instance}}"),
                new(PromQl.Gauge("sum", MetricNames.CaptureLimit, "instance"), "limit {{instance}}"),
            ],
        },
        new(PanelKind.Lines, "Stages", Units.Seconds, "95th percentile of the time each stage behind the forwarder spends on one call.")
        {
            Prometheus = Ask.Prometheus(PromQl.Quantile("0.95", MetricNames.StageDuration, "stage"), "{{stage}}"),
        },
        new(PanelKind.Stat, "Failed stages", Units.Number, "Calls a stage failed on, over the time shown. The calls themselves were not affected; the log says why.")
        {
            Width = 4, Decimals = 0, Thresholds = [new(1, Colours.Bad)], Feed = Feed.Trouble,
            Prometheus = Ask.PrometheusOnce(PromQl.Increase(MetricNames.StageFailures), "failures"),
        },
        new(PanelKind.Stat, "In flight", Units.Number, "Calls under way.")
        {
            Width = 4, Decimals = 0, NoValue = "none",
            Prometheus = Ask.Prometheus(PromQl.Gauge("sum", MetricNames.ExchangesInFlight), "calls"),
        },
    ];

    private static IReadOnlyList<Panel> Scorers() =>
    [
        new(PanelKind.Lines, "p95 time of evaluators", Units.Seconds, "How long evaluators take for one exchange. It costs no call any time; it costs the queue before them room.")
        {
            Feed = Feed.Later,
            Prometheus = Ask.Prometheus(PromQl.Quantile("0.95", ScoreDuration, "evaluator"), "{{evaluator}}"),
        },
        new(PanelKind.Lines, "Failed evaluations", Units.Share, "Share of exchanges an evaluator failed on. A failed evaluation is no score, not a bad one.")
        {
            Feed = Feed.Later, Min = 0,
            Prometheus = Ask.Prometheus($"{PromQl.Rate(ScoreResults, "evaluator", "result=\"failed\"")} / {PromQl.Rate(ScoreResults, "evaluator")}", "{{evaluator}}"),
            Influx = [new(OverTime(Measurements.Score, $"count(\"id\"){PerSecond}", "evaluator", "\"outcome\" = 'failed'", "0"), "$tag_evaluator")],
        },
        new(PanelKind.Bars, "Samples", Units.PerSecond, "Calls chosen to be sampled by what became of their text: kept, or why not.")
        {
            Stacking = Stacking.Sum, NoValue = "sampling is off", Feed = Feed.Trouble,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.Samples, "result"), "{{result}}"),
        },
    ];
}
