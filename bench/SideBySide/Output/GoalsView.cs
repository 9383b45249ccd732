using LlmSentinel.Bench.SideBySide.Results;
using Spectre.Console;

namespace LlmSentinel.Bench.SideBySide.Output;

/// <summary>The goals as a table.</summary>
internal static class GoalsView
{
    public static void Write(IAnsiConsole console, BenchResults results)
    {
        var measured = results.Goals.Where(goal => goal.Value is not null || goal.Measured.StartsWith("FAILED", StringComparison.Ordinal)).ToList();
        if (measured.Count == 0)
            return;
        var table = new Table().Border(TableBorder.Simple).Title("Goals");
        table.AddColumns("", "target", "goal", "measured", "");
        foreach (var goal in measured)
            table.AddRow(goal.Name.EscapeMarkup(), goal.Target, goal.Goal.EscapeMarkup(), goal.Measured.EscapeMarkup(), Verdict(goal.Met));
        console.Write(table);
    }

    private static string Verdict(bool? met) => met switch { true => "[green]met[/]", false => "[red]missed[/]", null => "[red]FAILED[/]" };
}
