using LlmSentinel.Bench.SideBySide.Goals;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Draws from the scenarios what stands above them: failures, noise, goals.</summary>
internal static class Conclusion
{
    public static BenchResults Of(BenchResults results) => results with
    {
        Failures = [.. from scenario in results.Scenarios
                       from target in scenario.Targets
                       where target.Value.Failed is not null
                       select $"{scenario.Name}, {target.Key}: {target.Value.Failed}"],
        Noise = [.. results.Scenarios.Select(Disturbance).OfType<string>()],
        Goals = GoalTable.Evaluate(results),
    };

    private static string? Disturbance(ScenarioResult scenario)
    {
        var rounds = scenario.Targets.Values.SelectMany(target => target.Rounds).ToList();
        var noisy = rounds.Where(round => round.Noise is not null).ToList();
        return noisy.Count == 0 ? null : $"{scenario.Name}: {noisy.Count} of {rounds.Count} slices were disturbed, such as: {noisy[0].Noise}";
    }
}
