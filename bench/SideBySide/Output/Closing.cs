using LlmSentinel.Bench.SideBySide.Results;
using Spectre.Console;

namespace LlmSentinel.Bench.SideBySide.Output;

/// <summary>What a run says last.</summary>
internal static class Closing
{
    public static void Write(IAnsiConsole console, BenchResults results, string file)
    {
        GoalsView.Write(console, results);
        console.MarkupLineInterpolated($"{results.Machine.Cpu}, {results.Machine.Cores} cores, {results.Machine.Kernel}; {string.Join(", ", results.Versions.Select(v => $"{v.Key} {v.Value}"))}");
        foreach (var noise in results.Noise)
            console.MarkupLineInterpolated($"[yellow]noise[/]  {noise}");
        foreach (var failure in results.Failures)
            console.MarkupLineInterpolated($"[red]FAILED[/] {failure}");
        console.MarkupLineInterpolated($"{results.DurationSeconds:0} s, {file}");
    }
}
