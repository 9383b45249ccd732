using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>How the series of a graph, or the cells of a table, are drawn.</summary>
internal static class CustomWriter
{
    /// <summary>Null for panels that have nothing of the kind.</summary>
    public static JsonObject? Write(Panel panel) => panel.Kind switch
    {
        PanelKind.Lines or PanelKind.Bars => Graph(panel),
        PanelKind.Heatmap => new JsonObject { ["scaleDistribution"] = new JsonObject { ["type"] = "linear" } },
        PanelKind.Table => new JsonObject { ["align"] = "auto", ["cellOptions"] = new JsonObject { ["type"] = "auto" }, ["inspect"] = false, ["filterable"] = true },
        _ => null,
    };

    private static JsonObject Graph(Panel panel) => new()
    {
        ["drawStyle"] = panel.Kind == PanelKind.Bars ? "bars" : "line",
        ["lineInterpolation"] = "linear",
        ["lineWidth"] = panel.Kind == PanelKind.Bars ? 0 : 1,
        ["fillOpacity"] = panel.Kind == PanelKind.Bars ? 80 : panel.Stacking == Stacking.None ? 8 : 40,
        ["gradientMode"] = "none",
        ["showPoints"] = "auto",
        ["pointSize"] = 4,
        // Silence is a gap; what the step of the query leaves out is not.
        ["spanNulls"] = false,
        ["axisSoftMin"] = 0,
        ["stacking"] = new JsonObject
        {
            ["mode"] = panel.Stacking switch { Stacking.Sum => "normal", Stacking.Share => "percent", _ => "none" },
            ["group"] = "A",
        },
        ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.Thresholds.Count > 0 ? "dashed" : "off" },
    };
}
