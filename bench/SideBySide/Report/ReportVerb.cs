using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary><c>report ROOT [results.json]</c>: writes the generated parts of docs/performance.md and its charts anew.</summary>
internal static class ReportVerb
{
    /// <summary>Reads the results of a run, of the micro benchmarks and of the stores where there are any, and writes them down.</summary>
    public static async Task<int> RunAsync(string root, IReadOnlyList<string> arguments)
    {
        var path = arguments.Count > 0 ? Path.GetFullPath(arguments[0]) : Path.Combine(root, ResultsFile.DefaultPath);
        if (!File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"There is no {path}; ./bench.sh makes it.");
            return 2;
        }

        await ReportFiles.WriteAsync(root, await ResultsFile.ReadAsync(path));
        Console.WriteLine($"Written to {ReportFiles.Document} and {ReportFiles.ChartFolder}.");
        return 0;
    }
}
