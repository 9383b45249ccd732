using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>Events drawn into every graph.</summary>
internal static class AnnotationWriter
{
    public static JsonArray Write(Source source)
    {
        var list = new JsonArray(new JsonObject
        {
            ["name"] = "Annotations & Alerts",
            ["builtIn"] = 1,
            ["type"] = "dashboard",
            ["datasource"] = new JsonObject { ["type"] = "grafana", ["uid"] = "-- Grafana --" },
            ["enable"] = true,
            ["hide"] = true,
            ["iconColor"] = "rgba(0, 211, 255, 1)",
        });
        foreach (var annotation in Events.All)
            list.Add((JsonNode)(source == Source.Prometheus ? Prometheus(annotation) : Influx(annotation)));
        return list;
    }

    private static JsonObject Prometheus(Annotation annotation)
    {
        var json = Common(annotation, Source.Prometheus, new JsonObject { ["refId"] = "Anno", ["expr"] = annotation.Prometheus });
        json["titleFormat"] = annotation.Name;
        json["textFormat"] = annotation.PrometheusText;
        json["useValueForTime"] = true;
        return json;
    }

    private static JsonObject Influx(Annotation annotation) => Common(annotation, Source.Influx, new JsonObject
    {
        ["refId"] = "Anno",
        ["query"] = annotation.Influx,
        ["rawQuery"] = true,
        ["fromAnnotations"] = true,
        ["textColumn"] = "text",
        ["tagsColumn"] = "evaluator",
    });

    private static JsonObject Common(Annotation annotation, Source source, JsonObject target) => new()
    {
        ["name"] = annotation.Name,
        ["datasource"] = DashboardWriter.DataSource(source),
        ["enable"] = true,
        ["iconColor"] = annotation.Colour,
        ["target"] = target,
    };
}
