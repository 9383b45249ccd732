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

        if (source == Source.Influx && dashboard.Panels.Any(panel => panel.InfluxSums))
            list.Add((JsonNode)ResolutionChoice());
        return list;
    }

    private static JsonObject ResolutionChoice()
    {
        var options = Resolution.Choices.Select((choice, i) => new JsonObject { ["selected"] = i == 0, ["text"] = choice.Text, ["value"] = choice.Value }).ToArray();
        return new JsonObject
        {
            ["type"] = "custom",
            ["name"] = Resolution.Name,
            ["label"] = "Resolution",
            ["description"] = Resolution.Description,
            ["query"] = string.Join(", ", Resolution.Choices.Select(choice => $"{choice.Text} : {choice.Value}")),
            ["multi"] = false,
            ["includeAll"] = false,
            ["options"] = new JsonArray([.. options]),
            ["current"] = options[0].DeepClone(),
        };
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
