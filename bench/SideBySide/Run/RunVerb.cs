using System.Runtime.InteropServices;
using LlmSentinel.Bench.SideBySide.Measure;
using LlmSentinel.Bench.SideBySide.Output;
using LlmSentinel.Bench.SideBySide.Report;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Targets;
using Spectre.Console;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary><c>run ROOT [options]</c>: the whole comparison.</summary>
internal static class RunVerb
{
    private static readonly Target[] Targets =
        [new DirectTarget(), new NginxTarget(), new YarpTarget(), SentinelTarget.Full, SentinelTarget.Observing, SentinelTarget.Lean, new PortkeyTarget()];

    public static async Task<int> RunAsync(string root, RunOptions options)
    {
        var scenarios = Catalogue.All.Where(scenario => scenario.IsAskedFor(options)).ToList();
        if (options.List)
        {
            foreach (var scenario in Catalogue.All)
                Console.WriteLine($"{scenario.Name,-28} {scenario.Mode.ToString().ToLowerInvariant(),-8} {scenario.Title}");
            return 0;
        }

        // In a file or a pipe there is no width to keep to.
        if (Console.IsOutputRedirected)
            AnsiConsole.Profile.Width = 240;
        var places = Places.Published(root);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Abandon(places));
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Abandon(places));
        try
        {
            return await RunAsync(places, options, scenarios);
        }
        finally
        {
            ChildProcess.KillAll();
        }
    }

    private static void Abandon(Places places)
    {
        ChildProcess.KillAll();
        try
        {
            Directory.Delete(places.Work, recursive: true);
        }
        catch (IOException)
        {
            // A target that has not ended yet still writes there.
        }
    }

    private static async Task<int> RunAsync(Places places, RunOptions options, List<Scenario> scenarios)
    {
        var skipped = Targets.Where(t => options.Targets.Contains(t.Name)).Select(t => (t.Name, Why: t.Missing(places)))
            .Where(t => t.Why is not null).ToDictionary(t => t.Name, t => t.Why!);
        foreach (var (name, why) in skipped)
            AnsiConsole.MarkupLineInterpolated($"[yellow]without {name}[/]: {why}");
        var results = new BenchResults
        {
            StartedAt = TimeProvider.System.GetUtcNow(),
            Mode = options.Mode.ToString().ToLowerInvariant(),
            Commit = MachineFacts.Commit(places.Root),
            Machine = MachineFacts.Machine(),
            Versions = Versions.Of(places),
            Skipped = skipped,
        };
        var available = Targets.Where(t => options.Targets.Contains(t.Name) && !skipped.ContainsKey(t.Name)).ToList();
        await using var session = await Session.StartAsync(options, places);
        foreach (var scenario in scenarios)
        {
            var targets = available.Where(t => scenario.Targets.Contains(t.Name)).ToList();
            var result = await new ScenarioRun(session, scenario, targets).RunAsync();
            ScenarioTable.Write(AnsiConsole.Console, result);
            results = Conclusion.Of(results with
            {
                Scenarios = [.. results.Scenarios, result],
                DurationSeconds = (TimeProvider.System.GetUtcNow() - results.StartedAt).TotalSeconds,
            });
            // After each: a run that is broken off leaves what it has found.
            await ResultsFile.WriteAsync(Path.Combine(places.Root, options.Out), results);
        }

        Closing.Write(AnsiConsole.Console, results, options.Out);
        if (options.WriteDocs)
            await ReportFiles.WriteAsync(places.Root, results);
        return results.Failures.Count > 0 ? 1 : 0;
    }
}
