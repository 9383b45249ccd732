using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>The questions of a panel.</summary>
internal static class TargetWriter
{
    public static JsonArray Write(Panel panel, Source source) =>
        [.. panel.For(source).Select((query, i) => source == Source.Prometheus ? Prometheus(query, RefId(i)) : Influx(query, RefId(i)))];

    /// <summary>Letter of a query.</summary>
    public static string RefId(int index) => ((char)('A' + index)).ToString();

    private static JsonObject Prometheus(Query query, string refId)
    {
        var once = query.Shape is Shape.Once or Shape.Rows;
        return new JsonObject
        {
            ["refId"] = refId,
            ["datasource"] = DashboardWriter.DataSource(Source.Prometheus),
            ["editorMode"] = "code",
            ["expr"] = query.Text,
            ["legendFormat"] = query.Legend,
            ["range"] = !once,
            ["instant"] = once,
            ["exemplar"] = query.Exemplars,
            ["format"] = query.Shape switch { Shape.Rows => "table", Shape.Buckets => "heatmap", _ => "time_series" },
        };
    }

    private static JsonObject Influx(Query query, string refId) => new()
    {
        ["refId"] = refId,
        ["datasource"] = DashboardWriter.DataSource(Source.Influx),
        ["rawQuery"] = true,
        ["query"] = query.Text,
        ["alias"] = query.Legend,
        ["resultFormat"] = query.Shape == Shape.Rows ? "table" : "time_series",
    };
}
