using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;
using Spectre.Console;

namespace LlmSentinel.Bench.SideBySide.Output;

/// <summary>One scenario as a table.</summary>
internal static class ScenarioTable
{
    private static readonly (string Metric, string Title)[] Columns =
    [
        (Metrics.Sustainable, "sustainable req/s"),
        (Metrics.Throughput, "req/s"),
        (Metrics.CpuPerExchange, "CPU µs/call"),
        (Metrics.CpuPerEvent, "CPU µs/event"),
        (Metrics.LatencyP50, "p50 µs"),
        (Metrics.LatencyP99, "p99 µs"),
        (Metrics.LatencyP999, "p99.9 µs"),
        (Metrics.TtftP50, "TTFT p50 µs"),
        (Metrics.TtftP99, "TTFT p99 µs"),
        (Metrics.EventDelayP50, "delay p50 µs"),
        (Metrics.EventDelayP99, "delay p99 µs"),
        (Metrics.Stalls, "stalls"),
        (Metrics.AllocatedPerExchange, "bytes/call"),
        (Metrics.LargeObjectGrowth, "LOH growth bytes"),
        (Metrics.GcPause, "GC pause ms"),
        (Metrics.RssIdle, "RSS idle MB"),
        (Metrics.RssLoaded, "RSS MB"),
        (Metrics.RssAfter, "RSS after MB"),
        (Metrics.FirstByte, "first byte ms"),
        (Metrics.StatusLine, "status line ms"),
        (Metrics.AnswerP50, "answer p50 µs"),
        (Metrics.AnswerP99, "answer p99 µs"),
        (Metrics.Recovery, "recovery s"),
        (Metrics.Dropped, "rows dropped"),
        (Metrics.Unaccounted, "unaccounted"),
        (Metrics.Waiting, "not sent"),
    ];

    private static readonly string[] Compared = [Metrics.Throughput, Metrics.CpuPerExchange];

    public static void Write(IAnsiConsole console, ScenarioResult scenario)
    {
        var columns = Columns.Where(c => scenario.Targets.Values.Any(t => t.Median.ContainsKey(c.Metric))).ToList();
        var compared = Compared.Where(m => scenario.Targets.Values.Any(t => Ratio(t, m) is not null)).ToList();
        var table = new Table().Border(TableBorder.Simple).Title($"{scenario.Name}: {scenario.Title}".EscapeMarkup());
        table.AddColumn("");
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column.Title).RightAligned());
        foreach (var metric in compared)
            table.AddColumn(new TableColumn(metric == Metrics.Throughput ? "req/s ÷ yarp" : "CPU ÷ yarp").RightAligned());
        table.AddColumn(new TableColumn("quiet").RightAligned());
        foreach (var (name, target) in scenario.Targets)
            table.AddRow(Row(name, target, columns.Select(c => c.Metric), compared));
        console.Write(table);
        foreach (var (name, target) in scenario.Targets.Where(t => t.Value.Failed is not null))
            console.MarkupLineInterpolated($"[red]FAILED[/] {name}: {target.Failed}");
    }

    private static string[] Row(string name, TargetResult target, IEnumerable<string> metrics, IEnumerable<string> compared) =>
    [
        name.EscapeMarkup(),
        .. metrics.Select(m => target.Failed is not null ? "[red]FAILED[/]" : target.Median.TryGetValue(m, out var value) ? Figure(value) : "-"),
        .. compared.Select(m => Ratio(target, m) is { } r ? string.Create(CultureInfo.InvariantCulture, $"{r.Median:0.00} ({r.Low:0.00}-{r.High:0.00})") : "-"),
        $"{target.Rounds.Count(r => r.Noise is null)}/{target.Rounds.Count}",
    ];

    private static Spread? Ratio(TargetResult target, string metric) =>
        target.RatioTo.TryGetValue(TargetNames.Yarp, out var ratios) && ratios.TryGetValue(metric, out var spread) ? spread : null;

    private static string Figure(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.#", CultureInfo.InvariantCulture);
}
