using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LlmSentinel.Simulator.Scenarios;

/// <summary>Reads a whole scenario and reports everything that is wrong with it at once.</summary>
internal static class ScenarioReader
{
    private static readonly string[] RootKeys = ["name", "description", "only_models", "models"];

    public static Scenario Read(string yaml, string source)
    {
        var problems = new List<ScenarioProblem>();
        var scenario = new Scenario { Name = source };
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count > 0) scenario = ReadRoot(new(stream.Documents[0].RootNode, "", source, problems), scenario);
        }
        catch (YamlException e)
        {
            problems.Add(new(source, (int)e.Start.Line, "", $"not YAML: {e.Message}"));
        }
        return problems.Count == 0 ? scenario : throw new ScenarioException([.. problems.OrderBy(p => p.Line)]);
    }

    private static Scenario ReadRoot(YamlPlace root, Scenario scenario)
    {
        foreach (var (name, place) in root.Entries(RootKeys))
        {
            scenario = name switch
            {
                "name" => scenario with { Name = ScheduleReader.Word(place) ?? "" },
                "description" => scenario with { Description = ScheduleReader.Word(place) },
                "only_models" => scenario with { OnlyModels = [.. place.Items().Select(ScheduleReader.Word).OfType<string>()] },
                _ => scenario with { Models = [.. place.Items().Select(BehaviourReader.Read)] },
            };
        }
        return scenario;
    }
}
