using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>A dashboard as Grafana's JSON, for one source.</summary>
internal static class DashboardWriter
{
    /// <summary>The version of Grafana whose published schema the tests hold the result against.</summary>
    public const string GrafanaVersion = "12.1.1";

    private const int SchemaVersion = 41;

    /// <summary>Writes it.</summary>
    public static JsonObject Write(Dashboard dashboard, Source source) => new()
    {
        ["uid"] = Uid(dashboard.Name, source),
        ["title"] = $"LLM Sentinel / {dashboard.Title}" + (source == Source.Influx ? " (InfluxDB)" : ""),
        ["description"] = dashboard.Description,
        ["tags"] = new JsonArray("llm-sentinel", Tag(source)),
        ["schemaVersion"] = SchemaVersion,
        ["version"] = 1,
        ["editable"] = true,
        // A shared crosshair with the values of every graph.
        ["graphTooltip"] = 2,
        ["refresh"] = "30s",
        ["time"] = new JsonObject { ["from"] = "now-6h", ["to"] = "now" },
        ["timepicker"] = new JsonObject(),
        ["timezone"] = "browser",
        ["links"] = new JsonArray(Link(source)),
        ["templating"] = new JsonObject { ["list"] = VariableWriter.Write(dashboard, source) },
        ["annotations"] = new JsonObject { ["list"] = AnnotationWriter.Write(source) },
        ["panels"] = Panels(dashboard, source),
    };

    /// <summary>Address of a dashboard.</summary>
    public static string Uid(string name, Source source) => $"llm-sentinel-{name}{(source == Source.Influx ? "-influx" : "")}";

    /// <summary>What a panel asks by default.</summary>
    public static JsonObject DataSource(Source source) => new() { ["type"] = Type(source), ["uid"] = "${datasource}" };

    /// <summary>Grafana's name of a kind of data source.</summary>
    public static string Type(Source source) => source == Source.Prometheus ? "prometheus" : "influxdb";

    private static string Tag(Source source) => source == Source.Prometheus ? "llm-sentinel-prometheus" : "llm-sentinel-influxdb";

    private static JsonObject Link(Source source) => new()
    {
        ["type"] = "dashboards",
        ["title"] = "LLM Sentinel",
        ["tooltip"] = "The other dashboards of this source, with the same time and choices",
        ["tags"] = new JsonArray(Tag(source)),
        ["icon"] = "external link",
        ["asDropdown"] = false,
        ["includeVars"] = true,
        ["keepTime"] = true,
        ["targetBlank"] = false,
    };

    private static JsonArray Panels(Dashboard dashboard, Source source)
    {
        var panels = new JsonArray();
        var grid = new Grid();
        foreach (var row in dashboard.Rows)
        {
            var shown = row.Panels.Where(panel => panel.For(source).Count > 0).ToList();
            if (shown.Count == 0)
                continue;
            panels.Add((JsonNode)RowPanel(row.Title, grid));
            foreach (var panel in shown)
                panels.Add((JsonNode)PanelWriter.Write(panel, source, grid.NextId(), grid.Place(panel.Width, panel.Height)));
        }

        if (source == Source.Influx && dashboard.InfluxNote is { } note)
            panels.Add((JsonNode)PanelWriter.Note(note, grid.NextId(), grid.Place(24, 4)));
        return panels;
    }

    private static JsonObject RowPanel(string title, Grid grid) => new()
    {
        ["type"] = "row",
        ["id"] = grid.NextId(),
        ["title"] = title,
        ["collapsed"] = false,
        ["gridPos"] = grid.NewLine(),
        ["panels"] = new JsonArray(),
    };
}
