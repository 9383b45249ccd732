using System.Text.Json.Nodes;
using LlmSentinel.Grafana.Boards;
using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Json;

/// <summary>The choices at the top of a dashboard.</summary>
internal static class VariableWriter
{
    public static JsonArray Write(Dashboard dashboard, Source source)
    {
        var list = new JsonArray(DataSource(source));
        foreach (var variable in CommonVariables.All.Concat(dashboard.Variables))
        {
            if (variable.For(source) is { } query)
                list.Add((JsonNode)Choice(variable, query, source));
        }

        return list;
    }

    private static JsonObject DataSource(Source source) => new()
    {
        ["type"] = "datasource",
        ["name"] = "datasource",
        ["label"] = "Data source",
        ["query"] = DashboardWriter.Type(source),
        ["refresh"] = 1,
    };

    private static JsonObject Choice(Variable variable, string query, Source source)
    {
        var choice = new JsonObject
        {
            ["type"] = "query",
            ["name"] = variable.Name,
            ["label"] = variable.Label,
            ["datasource"] = DashboardWriter.DataSource(source),
            ["query"] = source == Source.Prometheus ? new JsonObject { ["query"] = query, ["refId"] = variable.Name } : query,
            ["multi"] = true,
            ["includeAll"] = true,
            ["refresh"] = 2,
            ["sort"] = 1,
            ["current"] = new JsonObject { ["selected"] = true, ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") },
        };
        // Put in as it stands: series without this label are among all.
        if (variable.MatchesNothing)
            choice["allValue"] = ".*";
        return choice;
    }
}
