using System.Globalization;
using static LlmSentinel.Bench.SideBySide.Report.Markdown;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>The micro benchmarks as Markdown.</summary>
internal static class MicroSection
{
    private const double QuietShare = 0.85;

    /// <summary>A table, a row a benchmark.</summary>
    public static string Write(MicroResults results) =>
        Table(2, ["Stage", "", "median", "quartiles", "bytes allocated"], results.Rows.Select(Row))
        + string.Create(CultureInfo.InvariantCulture,
            $"\n\n{results.WrittenAt:yyyy-MM-dd}, {Escape(results.Runtime)}, {results.Processors} cores, one operation at a time.{Disturbance(results.ProcessorShare)}");

    private static string Disturbance(double share) => share >= QuietShare ? "" : string.Create(CultureInfo.InvariantCulture,
        $" **Something else used the machine during the run: it got {share:P0} of a processor.**");

    private static IEnumerable<string> Row(MicroRow row) => row.MedianNs is { } median
        ? [Name(row), Escape(row.Parameters), Figures.Time(median), Quartiles(row), row.AllocatedBytes is { } bytes ? Figures.Number(Math.Round(bytes)) : ""]
        : [Name(row), Escape(row.Parameters), Figures.Failed, "", ""];

    private static string Name(MicroRow row) => Escape($"{row.Stage}.{row.Name}");

    private static string Quartiles(MicroRow row) =>
        row is { Quartile1Ns: { } low, Quartile3Ns: { } high } ? $"{Figures.Time(low)} to {Figures.Time(high)}" : "";
}
