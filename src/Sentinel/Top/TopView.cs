using System.Globalization;
using LlmSentinel.Sentinel.Api.Views;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace LlmSentinel.Sentinel.Top;

/// <summary>Draws a sample as a header and a table. Pure: the same sample always looks the same.</summary>
internal static class TopView
{
    private static readonly string[] Columns =
        ["calls/s", "err %", "p50", "p95", "p99", "ttft p50", "ttft p95", "tok/s in", "tok/s out", "$/h", "added p50"];

    public static IRenderable Render(TopSample sample)
    {
        var parts = new List<IRenderable>(Header(sample));
        if (sample is { Groups: { } groups, Total: { } total })
            parts.Add(Table(sample, groups, total));
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

    private static Table Table(TopSample sample, SummaryView groups, SummaryView total)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn(sample.By));
        foreach (var column in Columns)
            table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        foreach (var row in groups.Rows.OrderByDescending(r => r.Exchanges).ThenBy(r => Label(r, sample.By), StringComparer.Ordinal))
            table.AddRow(Cells(Label(row, sample.By), row, sample.Seconds));
        if (total.Rows is [{ Exchanges: > 0 } all])
            table.AddEmptyRow().AddRow(Cells("all", all, sample.Seconds));
        else
            table.AddRow(new Text("no calls yet", new Style(Color.Grey)));
        return table;
    }

    private static string Label(SummaryRowView row, string by) => TopText.Name(by switch { "upstream" => row.Upstream, "app" => row.App, _ => row.Model });

    private static IRenderable[] Cells(string label, SummaryRowView row, double seconds) =>
    [
        new Text(label),
        new Text(TopText.Rate(row.Exchanges / seconds)),
        new Text(TopText.Percent(row.Errors, row.Exchanges), row.Errors > 0 ? new Style(Color.Red) : Style.Plain),
        new Text(TopText.Duration(row.DurationMs?.P50)),
        new Text(TopText.Duration(row.DurationMs?.P95)),
        new Text(TopText.Duration(row.DurationMs?.P99)),
        new Text(TopText.Duration(row.TtftMs?.P50)),
        new Text(TopText.Duration(row.TtftMs?.P95)),
        new Text(TopText.Rate(row.InputTokens / seconds)),
        new Text(TopText.Rate(row.OutputTokens / seconds)),
        new Text(TopText.CostPerHour(row.CostUsd, row.UnknownPrice, seconds)),
        new Text(TopText.Duration(row.AddedMs?.P50)),
    ];

    private static Text Line(Color? color, string text) => new(text, color is { } known ? new Style(known) : Style.Plain);
}
