using System.Diagnostics;
using System.Globalization;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Bench.Stores;

/// <summary>
/// What a dashboard of 30 days asks: totals by upstream and model, and a series by the hour. First in a process of its own that has
/// asked nothing before, then again.
/// </summary>
internal static class OverviewStage
{
    private const int Processes = 5;
    private const int Again = 9;
    private const double Goal = 200;

    public static async Task<IReadOnlyList<Figure>> RunAsync(string path, int rows, DateTimeOffset from, DateTimeOffset to)
    {
        var runs = new List<double[]>();
        for (var i = 0; i < Processes; i++)
            runs.Add(await AskInProcessAsync(path, rows, from, to));
        return
        [
            new Figure("overview of 30 days: totals and hourly series", Median(2), "ms", AtMost: Goal),
            new Figure("totals by upstream and model alone", Median(3), "ms"),
            new Figure("the overview as the first thing a process asks", Median(0), "ms", AtMost: Goal),
            new Figure("totals as the first thing a process asks", Median(1), "ms"),
        ];

        double Median(int column)
        {
            var sorted = runs.Select(r => r[column]).Order().ToArray();
            return sorted[sorted.Length / 2];
        }
    }

    /// <summary>Opens the file and asks; milliseconds: both first, totals first, both again, totals again.</summary>
    public static async Task<double[]> AskAsync(string path, int rows, DateTimeOffset from, DateTimeOffset to)
    {
        await using var store = new SqliteExchangeStore(
            new StoreOptions { Path = path, Retention = TimeSpan.FromDays(3650) }, TimeProvider.System, NullLoggerFactory.Instance);
        Check.That(await store.FlushAsync(TimeSpan.FromMinutes(1)), "the file can be opened");
        var totals = new SummaryQuery { From = from, To = to };
        var series = totals with { GroupBy = SummaryGrouping.None, Step = TimeSpan.FromHours(1) };
        var firstTotals = await TimeAsync(totals);
        var first = firstTotals + await TimeAsync(series);
        var again = new List<(double Totals, double Both)>();
        for (var i = 0; i < Again; i++)
        {
            var t = await TimeAsync(totals);
            again.Add((t, t + await TimeAsync(series)));
        }

        var both = again.Select(a => a.Both).Order().ElementAt(Again / 2);
        var alone = again.Select(a => a.Totals).Order().ElementAt(Again / 2);
        return [first, firstTotals, both, alone];

        async Task<double> TimeAsync(SummaryQuery query)
        {
            var began = Stopwatch.GetTimestamp();
            var result = await store.SummarizeAsync(query, default);
            var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            Check.That(result.Sum(r => r.Exchanges) == rows, "every exchange is counted");
            return took;
        }
    }

    private static async Task<double[]> AskInProcessAsync(string path, int rows, DateTimeOffset from, DateTimeOffset to)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["overview", path, rows.ToString(CultureInfo.InvariantCulture), from.ToString("O"), to.ToString("O")])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Check.That(process.ExitCode == 0, "the process that asks ends well");
        return [.. output.Split(' ', StringSplitOptions.TrimEntries).Select(figure => double.Parse(figure, CultureInfo.InvariantCulture))];
    }
}
