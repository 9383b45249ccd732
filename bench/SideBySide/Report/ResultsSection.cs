using System.Globalization;
using LlmSentinel.Bench.SideBySide.Report.Charts;
using LlmSentinel.Bench.SideBySide.Results;
using static LlmSentinel.Bench.SideBySide.Report.Markdown;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>One run of the comparison as Markdown: where and when, how quiet, goals, charts, every figure.</summary>
internal static class ResultsSection
{
    private const int NoiseShown = 8;

    // The targets with a store, whose rows a run compares.
    private static readonly string[] Recording = [TargetNames.Sentinel, TargetNames.Sidecar];

    private static readonly (string Group, string Title)[] Titles =
    [
        (Groups.Closed, "As many calls as go"),
        (Groups.Open, "Calls at a fixed rate"),
        (Groups.Overload, "Overload"),
        (Groups.Paced, "Paced streams"),
        (Groups.Prompt, "Long prompts"),
        (Groups.Head, "The status line of a late stream"),
        (Groups.Start, "Start to first proxied byte"),
        (Groups.Memory, "Memory"),
    ];

    /// <summary>The section, without a heading of its own.</summary>
    public static string Write(BenchResults results, IReadOnlyList<Chart> charts) => string.Join("\n\n",
        new[] { Head(results), Failures(results), Noise(results), Goals(results.Goals) }
            .Concat(charts.Select(chart => $"![{chart.Title}](performance/{chart.Name}.svg)"))
            .Concat(Titles.Select(title => Group(title.Title, [.. results.Scenarios.Where(scenario => scenario.Group == title.Group)])))
            .Where(part => part.Length > 0));

    private static string Head(BenchResults results)
    {
        var machine = results.Machine;
        var commit = results.Commit is { } known ? $" of commit {known}" : "";
        var versions = string.Join(", ", results.Versions.Select(version => $"{version.Key} {version.Value}"));
        var skipped = string.Concat(results.Skipped.Select(target => $" Without {target.Key}: {target.Value.TrimEnd('.')}."));
        return Escape(string.Create(CultureInfo.InvariantCulture,
            $"Run `{results.Mode}`{commit}, {results.StartedAt:yyyy-MM-dd HH:mm} UTC, {results.DurationSeconds / 60:0} minutes, on {machine.Cpu}, {machine.Cores} cores, {machine.MemoryBytes / 1e9:0} GB, {machine.System}, {machine.Kernel}; {versions}.{skipped}"));
    }

    private static string Failures(BenchResults results)
    {
        if (results.Failures.Count > 0)
            return "**FAILED**, with figures left out where they do not count:\n\n" + List(results.Failures);
        return results.Scenarios.Any(scenario => Recording.Any(scenario.Targets.ContainsKey))
            ? "Every answer has its row in the store, once and with the usage it reported."
            : "No row was compared: no target that records was measured.";
    }

    private static string Noise(BenchResults results)
    {
        if (results.Noise.Count == 0)
            return "";
        var more = results.Noise.Count - NoiseShown;
        return "**Something else used the machine during the run:**\n\n"
            + List(results.Noise.Take(NoiseShown).Concat(more > 0 ? [$"and {more} scenarios more"] : []));
    }

    private static string Goals(IReadOnlyList<GoalResult> goals) => goals.Count == 0
        ? ""
        : Table(5, ["Goal", "of", "to reach", "measured", ""], goals.Select(goal => new[]
        {
            Escape(goal.Name),
            goal.Target,
            Escape(goal.Goal),
            Escape(goal.Measured),
            goal.Met switch { true => "met", false => "**not met**", null => "not measured" },
        }));

    private static string Group(string title, IReadOnlyList<ScenarioResult> scenarios) => scenarios.Count == 0
        ? ""
        : Folded(title, string.Join("\n\n", scenarios.Select(ScenarioSection.Write)));

    private static string List(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "- " + Escape(line)));
}
