using LlmSentinel.Bench.SideBySide.Report.Charts;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report;

/// <summary>The files a report is made of, below the root of the repository.</summary>
internal static class ReportFiles
{
    /// <summary>The document; prose outside of its generated parts is left as it is.</summary>
    public const string Document = "docs/performance.md";

    /// <summary>Where the charts lie: those the run has no figures for are removed.</summary>
    public const string ChartFolder = "docs/performance";

    private const string ResultsBlock = "results";
    private const string StagesBlock = "stages";
    private const string StoresBlock = "stores";

    /// <summary>Writes the document and the charts.</summary>
    /// <exception cref="InvalidDataException">The document has lost the marks of its generated parts.</exception>
    public static async Task WriteAsync(string root, BenchResults results)
    {
        var document = Path.Combine(root, Document);
        var charts = ChartSet.Of(results);
        var text = GeneratedBlock.Replace(
            await File.ReadAllTextAsync(document), ResultsBlock, ResultsSection.Write(results, charts));
        var stages = Path.Combine(root, MicroFile.DefaultPath);
        if (File.Exists(stages))
            text = GeneratedBlock.Replace(text, StagesBlock, MicroSection.Write(await MicroFile.ReadAsync(stages)));
        var stores = Path.Combine(root, StoreFile.DefaultPath);
        if (File.Exists(stores))
            text = GeneratedBlock.Replace(text, StoresBlock, StoreSection.Write(await StoreFile.ReadAsync(stores)));
        await File.WriteAllTextAsync(document, text);
        await WriteChartsAsync(Path.Combine(root, ChartFolder), charts);
    }

    private static async Task WriteChartsAsync(string folder, IReadOnlyList<Chart> charts)
    {
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.GetFiles(folder, "*.svg"))
            File.Delete(old);
        foreach (var chart in charts)
            await File.WriteAllTextAsync(Path.Combine(folder, chart.Name + ".svg"), ChartSvg.Draw(chart));
    }
}
