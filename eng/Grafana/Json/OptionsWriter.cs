using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>The options of each kind of panel.</summary>
internal static class OptionsWriter
{
    public static JsonObject Write(Panel panel) => panel.Kind switch
    {
        PanelKind.Lines or PanelKind.Bars => Graph(),
        PanelKind.Stat => Stat(panel),
        PanelKind.BarGauge => BarGauge(panel),
        PanelKind.Heatmap => Heatmap(panel),
        _ => Table(),
    };

    private static JsonObject Graph() => new()
    {
        ["legend"] = new JsonObject
        {
            ["displayMode"] = "table",
            ["placement"] = "bottom",
            ["showLegend"] = true,
            ["calcs"] = new JsonArray("mean", "max", "lastNotNull"),
            ["sortBy"] = "Mean",
            ["sortDesc"] = true,
        },
        ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
    };

    private static JsonObject Stat(Panel panel) => new()
    {
        ["colorMode"] = panel.Thresholds.Count > 0 ? "value" : "none",
        ["graphMode"] = "area",
        ["justifyMode"] = "auto",
        ["orientation"] = "auto",
        ["percentChangeColorMode"] = "standard",
        ["reduceOptions"] = Reduce(panel),
        ["showPercentChange"] = false,
        ["textMode"] = panel.Prometheus.Count > 1 ? "value_and_name" : "auto",
        ["wideLayout"] = true,
    };

    private static JsonObject BarGauge(Panel panel) => new()
    {
        ["displayMode"] = "gradient",
        ["legend"] = new JsonObject { ["calcs"] = new JsonArray(), ["displayMode"] = "list", ["placement"] = "bottom", ["showLegend"] = false },
        ["maxVizHeight"] = 300,
        ["minVizHeight"] = 16,
        ["minVizWidth"] = 8,
        ["namePlacement"] = "auto",
        ["orientation"] = "horizontal",
        ["reduceOptions"] = Reduce(panel),
        ["showUnfilled"] = true,
        ["sizing"] = "auto",
        ["valueMode"] = "color",
    };

    private static JsonObject Heatmap(Panel panel) => new()
    {
        ["calculate"] = false,
        ["cellGap"] = 1,
        ["cellValues"] = new JsonObject { ["unit"] = Units.Number },
        ["color"] = new JsonObject
        {
            ["mode"] = "scheme", ["scheme"] = "Oranges", ["scale"] = "exponential", ["exponent"] = 0.5, ["fill"] = "dark-orange", ["reverse"] = false, ["steps"] = 64,
        },
        ["exemplars"] = new JsonObject { ["color"] = "rgba(255,0,255,0.7)" },
        ["filterValues"] = new JsonObject { ["le"] = 1e-9 },
        ["legend"] = new JsonObject { ["show"] = true },
        // A bucket is named by its upper bound in both sources.
        ["rowsFrame"] = new JsonObject { ["layout"] = "le" },
        ["showValue"] = "never",
        ["tooltip"] = new JsonObject { ["mode"] = "single", ["yHistogram"] = true, ["showColorScale"] = false },
        ["yAxis"] = new JsonObject { ["axisPlacement"] = "left", ["reverse"] = false, ["unit"] = panel.Unit },
    };

    private static JsonObject Table() => new()
    {
        ["frameIndex"] = 0,
        ["cellHeight"] = "sm",
        ["showHeader"] = true,
        ["footer"] = new JsonObject { ["show"] = false, ["reducer"] = new JsonArray("sum"), ["countRows"] = false },
    };

    private static JsonObject Reduce(Panel panel) => new() { ["calcs"] = new JsonArray(panel.Calculation), ["fields"] = "", ["values"] = false };
}
