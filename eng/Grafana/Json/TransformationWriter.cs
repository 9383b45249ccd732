using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>What Grafana does with the answers before it draws them.</summary>
internal static class TransformationWriter
{
    public static JsonArray Write(Panel panel, Source source)
    {
        if (panel.InfluxRatio && source == Source.Influx)
            return Ratio(panel);
        return panel.Kind == PanelKind.Table ? Table(panel, source) : [];
    }

    private static JsonArray Ratio(Panel panel) =>
    [
        Of("joinByField", new JsonObject { ["byField"] = "Time", ["mode"] = "outer" }),
        Of("calculateField", new JsonObject
        {
            ["mode"] = "binary",
            ["binary"] = new JsonObject { ["left"] = panel.Influx[0].Legend, ["operator"] = "/", ["right"] = panel.Influx[^1].Legend },
            ["alias"] = "share",
            ["replaceFields"] = true,
        }),
    ];

    private static JsonArray Table(Panel panel, Source source)
    {
        var names = new JsonObject();
        if (source == Source.Prometheus)
        {
            for (var i = 0; i < panel.Prometheus.Count; i++)
                names[panel.Prometheus.Count == 1 ? "Value" : $"Value #{TargetWriter.RefId(i)}"] = panel.Prometheus[i].Legend;
        }

        var organize = new JsonObject
        {
            ["excludeByName"] = panel.ShowTime ? new JsonObject() : new JsonObject { ["Time"] = true },
            ["indexByName"] = new JsonObject(),
            ["renameByName"] = names,
        };
        var list = new JsonArray(Of("merge", new JsonObject()), Of("organize", organize));
        if (panel.Columns.Count > 0)
        {
            list.Add((JsonNode)Of("sortBy", new JsonObject
            {
                ["fields"] = new JsonObject(),
                ["sort"] = new JsonArray(new JsonObject { ["field"] = panel.Columns[0].Name, ["desc"] = true }),
            }));
        }

        return list;
    }

    private static JsonObject Of(string id, JsonObject options) => new() { ["id"] = id, ["options"] = options };
}
