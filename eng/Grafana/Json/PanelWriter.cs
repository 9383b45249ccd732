using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>One panel.</summary>
internal static class PanelWriter
{
    private const string NotYet = "no data yet";

    public static JsonObject Write(Panel panel, Source source, int id, JsonObject place)
    {
        var json = new JsonObject
        {
            ["id"] = id,
            ["type"] = Type(panel.Kind),
            ["title"] = panel.Title,
            ["description"] = panel.Description,
            ["pluginVersion"] = DashboardWriter.GrafanaVersion,
            ["gridPos"] = place,
            ["datasource"] = DashboardWriter.DataSource(source),
            // No finer than numbers come in.
            ["interval"] = source == Source.Prometheus ? "15s" : panel.InfluxSums ? Resolution.Interval : "10s",
            ["targets"] = TargetWriter.Write(panel, source),
            ["fieldConfig"] = new JsonObject { ["defaults"] = Defaults(panel), ["overrides"] = OverrideWriter.Write(panel) },
            ["options"] = OptionsWriter.Write(panel),
        };
        if (panel.MaxPoints is { } points)
            json["maxDataPoints"] = points;
        var transformations = TransformationWriter.Write(panel, source);
        if (transformations.Count > 0)
            json["transformations"] = transformations;
        return json;
    }

    /// <summary>A text across the dashboard.</summary>
    public static JsonObject Note(string text, int id, JsonObject place) => new()
    {
        ["id"] = id,
        ["type"] = "text",
        ["title"] = "Not in InfluxDB",
        ["description"] = "What this edition of the dashboard leaves out.",
        ["pluginVersion"] = DashboardWriter.GrafanaVersion,
        ["gridPos"] = place,
        ["options"] = new JsonObject { ["mode"] = "markdown", ["content"] = text },
    };

    private static string Type(PanelKind kind) => kind switch
    {
        PanelKind.Lines or PanelKind.Bars => "timeseries",
        PanelKind.Stat => "stat",
        PanelKind.BarGauge => "bargauge",
        PanelKind.Heatmap => "heatmap",
        _ => "table",
    };

    private static JsonObject Defaults(Panel panel)
    {
        var defaults = new JsonObject { ["unit"] = panel.Unit, ["noValue"] = panel.NoValue ?? (panel.Feed == Feed.Calls ? "no calls" : NotYet) };
        if (panel.Feed == Feed.Trouble && panel.NoValue is null)
            defaults["noValue"] = "none";
        if (panel.Min is { } min)
            defaults["min"] = min;
        if (panel.Max is { } max)
            defaults["max"] = max;
        if (panel.Decimals is { } decimals)
            defaults["decimals"] = decimals;
        defaults["color"] = new JsonObject { ["mode"] = panel.Thresholds.Count > 0 && !IsGraph(panel) ? "thresholds" : "palette-classic-by-name" };
        if (panel.Thresholds.Count > 0)
            defaults["thresholds"] = Thresholds(panel);
        if (CustomWriter.Write(panel) is { } custom)
            defaults["custom"] = custom;
        return defaults;
    }

    private static bool IsGraph(Panel panel) => panel.Kind is PanelKind.Lines or PanelKind.Bars;

    private static JsonObject Thresholds(Panel panel)
    {
        // A line across a graph begins with nothing below it, a number with the good colour.
        var steps = new JsonArray(new JsonObject { ["color"] = IsGraph(panel) ? "transparent" : Colours.Good, ["value"] = null });
        foreach (var threshold in panel.Thresholds)
            steps.Add((JsonNode)new JsonObject { ["color"] = threshold.Colour, ["value"] = threshold.From });
        return new JsonObject { ["mode"] = "absolute", ["steps"] = steps };
    }
}
