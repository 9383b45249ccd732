using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;
using static LlmSentinel.Grafana.Queries.ExchangeFields;
using static LlmSentinel.Grafana.Queries.InfluxQl;

namespace LlmSentinel.Grafana.Boards;

/// <content>Where records go, and what the process takes.</content>
internal static partial class SentinelBoard
{
    // Of prometheus-net, not of the instrument table.
    private const string OfTheInstance = "{instance=~\"$instance\"}";

    private const string NoServer = "no server as a store";

    private static IReadOnlyList<Panel> Store() =>
    [
        new(PanelKind.Stat, "Store", Units.Number, "1 while writing works, of points and of sums of minutes and hours. Calls go on either way.")
        {
            Width = 4, Decimals = 0, Min = 0, Max = 1, Thresholds = [new(0, Colours.Bad), new(1, Colours.Good)],
            Prometheus = Ask.Prometheus(PromQl.Gauge("min", MetricNames.StoreHealthy, "store, destination"), "{{store}} {{destination}}"),
        },
        new(PanelKind.Lines, "Written", Units.PerSecond, "Exchanges written per second.")
        {
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.StoreWritten, "store"), "{{store}}"),
            Influx = Ask.Calls($"count(\"schema\"){PerSecond}", "points", fill: "0"),
        },
        new(PanelKind.Stat, "Lost by the store", Units.Number, "Exchanges that are in metrics but will never be in the store, over the time shown.")
        {
            Width = 4, Decimals = 0, Thresholds = [new(1, Colours.Bad)],
            Prometheus = Ask.PrometheusOnce($"{PromQl.Increase(MetricNames.StoreDropped)} or vector(0)", "lost"),
        },
        new(PanelKind.Lines, "Size on disk", Units.Bytes, "Bytes the store takes.")
        {
            Prometheus = Ask.Prometheus(PromQl.Gauge("sum", MetricNames.StoreSize, "instance, store"), "{{store}} {{instance}}"),
        },
    ];

    private static IReadOnlyList<Panel> Spool() =>
    [
        new(PanelKind.Lines, "Waiting in the spool", Units.Number, "Points on disk that the store's server has not taken yet. It grows while the server is away and costs disk only.")
        {
            NoValue = NoServer,
            Prometheus = Ask.Prometheus(PromQl.Gauge("sum", MetricNames.SpoolPoints, "instance, destination"), "{{instance}} {{destination}}"),
        },
        new(PanelKind.Lines, "Oldest point in the spool", Units.Seconds, "Age of the oldest point that waits: how far behind the server is. Beyond the line something is wrong with it.")
        {
            NoValue = NoServer, Thresholds = [new(300, Colours.Bad)],
            Prometheus = Ask.Prometheus(PromQl.Gauge("max", MetricNames.SpoolOldestAge, "instance, destination"), "{{instance}} {{destination}}"),
        },
        new(PanelKind.Lines, "Spool on disk", Units.Bytes, "Bytes of the spool. At store.spool.maxSize the oldest points are dropped and counted.")
        {
            NoValue = NoServer,
            Prometheus = Ask.Prometheus(PromQl.Gauge("sum", MetricNames.SpoolSize, "instance, destination"), "{{instance}} {{destination}}"),
        },
        new(PanelKind.Lines, "Delivered", Units.PerSecond, "Points per second the store's server has taken. A replayed point counts again; it overwrites itself.")
        {
            NoValue = NoServer,
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.SpoolDelivered, "instance, destination"), "{{instance}} {{destination}}"),
        },
        new(PanelKind.Lines, "p95 time of writes by result", Units.Seconds, "How long the server takes for a request, by how it ended. What is not 'written' is tried again or set aside.")
        {
            NoValue = NoServer,
            Prometheus = Ask.Prometheus(PromQl.Quantile("0.95", MetricNames.StoreWriteDuration, "destination, result"), "{{destination}} {{result}}"),
        },
        new(PanelKind.Bars, "Dropped, set aside, sent again", Units.PerHour,
            "Points per hour lost on disk or refused by the server for good, which then stand in the quarantine file, and requests that have to be sent again.")
        {
            Stacking = Stacking.Sum, NoValue = "nothing lost", Feed = Feed.Trouble,
            Prometheus =
            [
                new($"{PromQl.Rate(MetricNames.SpoolDropped, "destination, reason")} * 3600", "dropped {{destination}} {{reason}}"),
                new($"{PromQl.Rate(MetricNames.SpoolQuarantined, "destination, reason")} * 3600", "set aside {{destination}} {{reason}}"),
                new($"{PromQl.Rate(MetricNames.StoreWriteRetries, "destination")} * 3600", "sent again {{destination}}"),
            ],
        },
        new(PanelKind.Stat, "Server's clock ahead", Units.Seconds, "How far the clock of the store's server is ahead of this machine's. Queries for 'now' miss points when clocks differ.")
        {
            Width = 4, NoValue = NoServer, Thresholds = [new(5, Colours.Warning), new(60, Colours.Bad)],
            Prometheus = Ask.Prometheus(PromQl.Gauge("max", MetricNames.StoreClockAhead, "instance"), "{{instance}}"),
        },
    ];

    private static IReadOnlyList<Panel> Process() =>
    [
        new(PanelKind.Lines, "Memory", Units.Bytes, "Working set of the process, and what the managed heap holds of it.")
        {
            Prometheus =
            [
                new($"process_working_set_bytes{OfTheInstance}", "working set {{instance}}"),
                new($"dotnet_total_memory_bytes{OfTheInstance}", "managed {{instance}}"),
            ],
        },
        new(PanelKind.Lines, "Processor", Units.Share, "Processor time per second; 100 % is one core.")
        {
            Prometheus = Ask.Prometheus($"rate(process_cpu_seconds_total{OfTheInstance}[{PromQl.Step}])", "{{instance}}"),
        },
        new(PanelKind.Lines, "Bodies", Units.BytesPerSecond, "Bytes of bodies sent upstream (request) and received (response).")
        {
            Prometheus = Ask.Prometheus(PromQl.Rate(MetricNames.ExchangeBytes, "direction"), "{{direction}}"),
            Influx = Ask.Calls($"sum(\"request_bytes\"){PerSecond} AS \"request\", sum(\"response_bytes\"){PerSecond} AS \"response\"", "$col", fill: "0"),
        },
        new(PanelKind.Table, "Versions", Units.Number, "What is running where.")
        {
            Height = 5,
            Prometheus = [new($"{PromQl.Gauge("max", MetricNames.BuildInfo, "instance, version, runtime")}", "running", Shape.Rows)],
        },
        new(PanelKind.Table, "Price lists", Units.Number, "The version of the price list each instance uses.")
        {
            Height = 5,
            Prometheus = [new(PromQl.Gauge("max", MetricNames.PricingInfo, "instance, version"), "used", Shape.Rows)],
        },
        new(PanelKind.Stat, "Labels given up", Units.Number, "Label values replaced by 'other' because there were too many, over the time shown. proxy.maxModels and maxApps set how many.")
        {
            Width = 4, Height = 5, Decimals = 0, Feed = Feed.Trouble,
            Prometheus = Ask.PrometheusOnce(PromQl.Increase(MetricNames.LabelOverflows), "values"),
        },
        new(PanelKind.Stat, "Reloads", Units.Number, "Attempts to load a changed configuration over the time shown.")
        {
            Width = 4, Height = 5, Decimals = 0, NoValue = "none", Feed = Feed.Trouble,
            Prometheus = Ask.PrometheusOnce(PromQl.Increase(MetricNames.ConfigReloads, "result"), "{{result}}"),
        },
    ];
}
