using System.Globalization;
using LlmSentinel.Sentinel.Api.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmSentinel.Sentinel.Top;

/// <summary>Draws a sample as a header and a table. Pure: the same sample always looks the same.</summary>
internal static class TopView
{
    private const int LabelWidth = 26;
    private const int Padding = 2;
    private const int WidestValue = 7;

    // In the order shown; the rank says which go first when the terminal is narrow.
    private static readonly Column[] Columns =
    [
        new("calls/s", 0, (row, seconds) => new Text(TopText.Rate(row.Exchanges / seconds))),
        new("err %", 1, (row, _) => new Text(TopText.Percent(row.Errors, row.Exchanges), row.Errors > 0 ? new Style(Color.Red) : Style.Plain)),
        new("p50", 2, (row, _) => new Text(TopText.Duration(row.DurationMs?.P50))),
        new("p95", 3, (row, _) => new Text(TopText.Duration(row.DurationMs?.P95))),
        new("p99", 7, (row, _) => new Text(TopText.Duration(row.DurationMs?.P99))),
        new("ttft p50", 4, (row, _) => new Text(TopText.Duration(row.TtftMs?.P50))),
        new("ttft p95", 8, (row, _) => new Text(TopText.Duration(row.TtftMs?.P95))),
        new("tok/s in", 10, (row, seconds) => new Text(TopText.Rate(row.InputTokens / seconds))),
        new("tok/s out", 6, (row, seconds) => new Text(TopText.Rate(row.OutputTokens / seconds))),
        new("$/h", 5, (row, seconds) => new Text(TopText.CostPerHour(row.CostUsd, row.UnknownPrice, seconds))),
        new("added p50", 9, (row, _) => new Text(TopText.Duration(row.AddedMs?.P50))),
    ];

    /// <param name="sample">What was read.</param>
    /// <param name="width">Columns of the terminal; what does not fit beside the names is left out, the least telling first.</param>
    public static IRenderable Render(TopSample sample, int width = int.MaxValue)
    {
        var parts = new List<IRenderable>(Header(sample));
        if (sample is { Groups: { } groups, Total: { } total })
            parts.Add(Table(sample, groups, total, Fitting(width)));
        else
            parts.Add(new Text(sample.Problem ?? "Nothing recorded can be read.", new Style(Color.Yellow)));
        return new Rows(parts);
    }

    private static IEnumerable<IRenderable> Header(TopSample sample)
    {
        var status = sample.Status;
        var window = sample.Groups is null ? "" : $"  last {TopText.Age(sample.Seconds * 1000)}";
        yield return Line(
            status.State == "ready" ? null : Color.Yellow,
            $"LlmSentinel {TopText.Name(status.Version)}  {TopText.Name(status.State)}  up {TopText.Age(status.UptimeMs)}  in flight {status.InFlight}{window}");

        var dropped = status.Drops.Sum(d => d.Count) + status.Stores.Sum(s => s.Dropped);
        var drops = string.Join(", ", status.Drops.Select(d => $"{TopText.Name(d.Queue)} {TopText.Name(d.Reason)} {d.Count}"));
        yield return Line(dropped > 0 ? Color.Red : null, $"dropped {dropped}{(drops.Length > 0 ? $" ({drops})" : "")}  {Stores(status)}");

        var unhealthy = status.Stores.Where(s => !s.Healthy).Select(s => $"store {TopText.Name(s.Name)}: {TopText.Name(s.Problem)}")
            .Concat(status.Destinations.Where(d => d.ActiveHealth == "unhealthy" || d.PassiveHealth == "unhealthy")
                .Select(d => $"destination {TopText.Name(d.Upstream)}/{TopText.Name(d.Name)} is unhealthy"));
        foreach (var problem in unhealthy)
            yield return Line(Color.Red, problem);
    }

    private static string Stores(StatusView status) => status.Stores.Count == 0 ? "no store" : string.Join("  ", status.Stores.Select(s =>
        string.Create(CultureInfo.InvariantCulture,
            $"{TopText.Name(s.Name)} {(s.Healthy ? "ok" : "FAILING")}, {s.Written} written{(s.SizeBytes is { } size ? ", " + TopText.Bytes(size) : "")}")));

    private static Column[] Fitting(int width)
    {
        var room = width - LabelWidth;
        var kept = new HashSet<Column>();
        foreach (var column in Columns.OrderBy(c => c.Rank))
        {
            room -= Math.Max(column.Header.Length, WidestValue) + Padding;
            if (room < 0)
                break;
            kept.Add(column);
        }

        return [.. Columns.Where(kept.Contains)];
    }

    private static Table Table(TopSample sample, SummaryView groups, SummaryView total, Column[] columns)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn(sample.By));
        foreach (var column in columns)
            table.AddColumn(new TableColumn(column.Header).RightAligned().NoWrap());
        foreach (var row in groups.Rows.OrderByDescending(r => r.Exchanges).ThenBy(r => Label(r, sample.By), StringComparer.Ordinal))
            table.AddRow(Cells(Label(row, sample.By), row, sample.Seconds, columns));
        if (total.Rows is [{ Exchanges: > 0 } all])
            table.AddEmptyRow().AddRow(Cells("all", all, sample.Seconds, columns));
        else
            table.AddRow(new Text("no calls yet", new Style(Color.Grey)));
        return table;
    }

    private static string Label(SummaryRowView row, string by) => TopText.Name(by switch { "upstream" => row.Upstream, "app" => row.App, _ => row.Model });

    private static IRenderable[] Cells(string label, SummaryRowView row, double seconds, Column[] columns) =>
        [new Text(label), .. columns.Select(column => column.Cell(row, seconds))];

    private static Text Line(Color? color, string text) => new(text, color is { } known ? new Style(known) : Style.Plain);

    private sealed record Column(string Header, int Rank, Func<SummaryRowView, double, Text> Cell);
}
