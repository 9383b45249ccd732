using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>What differs for single series of a panel.</summary>
internal static class OverrideWriter
{
    public static JsonArray Write(Panel panel)
    {
        var overrides = new JsonArray();
        foreach (var (name, colour) in panel.Colours)
            overrides.Add((JsonNode)Of(name, ("color", new JsonObject { ["mode"] = "fixed", ["fixedColor"] = colour })));
        foreach (var (name, unit) in panel.Columns)
            overrides.Add((JsonNode)Of(name, ("unit", unit)));
        if (panel.Band is { } band)
        {
            overrides.Add((JsonNode)Of(band.High, ("custom.fillBelowTo", band.Low), ("custom.fillOpacity", 15), ("custom.lineWidth", 0)));
            overrides.Add((JsonNode)Of(band.Low, ("custom.lineWidth", 0), ("custom.fillOpacity", 0)));
        }

        return overrides;
    }

    private static JsonObject Of(string name, params (string Id, JsonNode Value)[] properties) => new()
    {
        ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = name },
        ["properties"] = new JsonArray([.. properties.Select(property => new JsonObject { ["id"] = property.Id, ["value"] = property.Value })]),
    };
}
