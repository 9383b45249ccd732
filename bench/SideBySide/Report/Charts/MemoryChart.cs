using System.Globalization;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>Resident memory: idle, and under paced streams, each in a process of its own.</summary>
internal static class MemoryChart
{
    private static readonly string[] Colors = [Palette.Third, Palette.First, Palette.Second];

    // Megabytes, by target: idle, at 1,000 and at 5,000 streams.
    private static readonly Dictionary<string, Dictionary<int, double>> Goals = new(StringComparer.Ordinal)
    {
        [TargetNames.Sentinel] = new() { [0] = 100, [1000] = 150, [5000] = 300 },
        [TargetNames.Sidecar] = new() { [0] = 45, [1000] = 85, [5000] = 220 },
    };

    public static Chart Of(BenchResults results)
    {
        var states = States(results);
        var names = states.SelectMany(state => state.Scenario.Targets.Keys).Distinct().Where(name => name != TargetNames.Direct).OrderBy(Reading.Order);
        var rows = names.Select(name => new Row(name, [.. states.Select(state => MarkOf(state, name))]));
        var panel = new Panel("Resident memory, the goal of each as a red line", "MB", false, [.. rows]);
        return new Chart(
            "memory", "Memory", [.. states.Select((state, index) => new Series(Name(state.Streams), Colors[index]))],
            panel.HasFigures() ? [panel] : []);
    }

    private static List<State> States(BenchResults results)
    {
        var scenarios = results.Of(Groups.Memory).OrderBy(scenario => scenario.Number("connections")).ToList();
        var loaded = scenarios.Select(scenario => new State((int)(scenario.Number("connections") ?? 0), Metrics.RssLoaded, scenario));
        return [.. scenarios.Take(1).Select(scenario => new State(0, Metrics.RssIdle, scenario)).Concat(loaded).Take(Colors.Length)];
    }

    private static Mark? MarkOf(State state, string name)
    {
        double? goal = Goals.TryGetValue(name, out var goals) && goals.TryGetValue(state.Streams, out var most) ? most : null;
        return Reading.MarkOf(state.Scenario.Targets.GetValueOrDefault(name), target => target.Rounds(state.Metric), goal: goal);
    }

    private static string Name(int streams) =>
        streams == 0 ? "idle" : streams.ToString("#,0", CultureInfo.InvariantCulture) + " paced streams";

    private sealed record State(int Streams, string Metric, ScenarioResult Scenario);
}
