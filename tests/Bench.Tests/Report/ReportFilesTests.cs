using System.Xml.Linq;
using LlmSentinel.Bench.SideBySide.Report;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.Stores;
using LlmSentinel.Testing;

namespace LlmSentinel.Bench.Tests.Report;

/// <summary>What <c>./bench.sh report</c> makes of a run.</summary>
public sealed class ReportFilesTests : IDisposable
{
    private readonly TempDirectory _root = new();

    public ReportFilesTests()
    {
        Directory.CreateDirectory(_root.File("docs"));
        File.Copy(RepositoryRoot.Combine("docs", "performance.md"), _root.File(ReportFiles.Document));
    }

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task Report_ShowsEachTargetsFiguresInItsRow()
    {
        var rows = await RowsAsync(SampleResults.Run);

        Assert.Contains("| yarp | 4,444 | 48 |  | 2 of 3 |", rows);
        Assert.Contains("| sentinel | 4,267 | 50 | 1.04 (1.01-1.09) | 2 of 3 |", rows);
        Assert.Contains("| yarp | 387 | 1,899 | 2 of 3 |", rows);
    }

    [Fact]
    public async Task Report_OfAFailedTarget_ShowsFailedAndNoFigure()
    {
        var text = await ReportAsync(SampleResults.Run);

        Assert.Contains("| sidecar | FAILED | FAILED |  | 2 of 3 |", text.Split('\n'));
        Assert.Contains("- FAILED sidecar: 3 rows are missing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("777,777", text, StringComparison.Ordinal);
        Assert.All(Charts().Values, chart => Assert.DoesNotContain("777,777", chart, StringComparison.Ordinal));
        Assert.Contains("FAILED", Charts()["cpu.svg"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_TellsGoalsMetFromGoalsUnmetAndUnmeasured()
    {
        var rows = await RowsAsync(SampleResults.Run);

        Assert.Contains("| CPU a call, against plain YARP | sentinel | &lt;= 1.05x | 1.04x (1.02-1.06) | met |", rows);
        Assert.Contains("| throughput at 64 connections | sentinel | &gt;= 0.97x | 0.91x (0.90-0.93) | **not met** |", rows);
        Assert.Contains("| against Portkey | sentinel | &gt;= 25x | portkey was not measured | not measured |", rows);
    }

    [Fact]
    public async Task Report_OfADisturbedRun_SaysSo()
    {
        Assert.Contains("Something else used the machine", await ReportAsync(SampleResults.Run), StringComparison.Ordinal);
        Assert.DoesNotContain("Something else used the machine", await ReportAsync(SampleResults.Run with { Noise = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_SaysRowsAreRightOnlyWhereTheyWereCompared()
    {
        const string Right = "Every answer has its row";
        var quiet = SampleResults.Run with { Failures = [] };

        Assert.DoesNotContain(Right, await ReportAsync(SampleResults.Run), StringComparison.Ordinal);
        Assert.Contains(Right, await ReportAsync(quiet), StringComparison.Ordinal);
        Assert.DoesNotContain(Right, await ReportAsync(quiet with { Scenarios = [] }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_LeavesWhatPeopleWroteAsItIs()
    {
        var before = await File.ReadAllTextAsync(_root.File(ReportFiles.Document));
        var once = await ReportAsync(SampleResults.Run);

        Assert.Equal(WithoutBlocks(before), WithoutBlocks(once));
        Assert.Equal(once, await ReportAsync(SampleResults.Run));
    }

    [Fact]
    public async Task Report_WithoutItsMarks_ChangesNothingAndSaysWhichAreMissing()
    {
        await File.WriteAllTextAsync(_root.File(ReportFiles.Document), "# Performance\n");

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => ReportFiles.WriteAsync(_root.Path, SampleResults.Run));

        Assert.Contains("<!-- begin results", error.Message, StringComparison.Ordinal);
        Assert.Equal("# Performance\n", await File.ReadAllTextAsync(_root.File(ReportFiles.Document)));
    }

    [Fact]
    public async Task Report_BeforeAnyRun_ChangesNothing()
    {
        var before = await File.ReadAllTextAsync(_root.File(ReportFiles.Document));

        Assert.Equal(2, await ReportVerb.RunAsync(_root.Path, []));
        Assert.Equal(before, await File.ReadAllTextAsync(_root.File(ReportFiles.Document)));
    }

    [Fact]
    public async Task Charts_AreWellFormedAndEachIsShown()
    {
        var text = await ReportAsync(SampleResults.Run);

        Assert.Equal(["cpu.svg", "latency.svg", "memory.svg", "paced.svg", "throughput.svg"], Charts().Keys.Order());
        Assert.All(Charts(), chart =>
        {
            Assert.Equal("svg", XDocument.Parse(chart.Value).Root!.Name.LocalName);
            Assert.DoesNotContain("NaN", chart.Value, StringComparison.Ordinal);
            Assert.Contains($"](performance/{chart.Key})", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Charts_OfARunWithoutTheirFigures_AreGone()
    {
        await ReportAsync(SampleResults.Run);
        var text = await ReportAsync(SampleResults.Run with { Scenarios = [.. SampleResults.Run.Scenarios.Where(scenario => scenario.Group == Groups.Open)] });

        Assert.Equal(["latency.svg"], Charts().Keys);
        Assert.DoesNotContain("cpu.svg", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WithTheStores_TellsWhichGoalsTheyMeet()
    {
        Directory.CreateDirectory(_root.File("artifacts/bench"));
        FigureFile.Of([new Figure("small", 120.4, "bytes", AtMost: 150), new Figure("slow", 40_000, "rows/s", AtLeast: 50_000), new Figure("told", 7, "ms")])
            .Write(_root.File(StoreFile.DefaultPath));

        var rows = await RowsAsync(SampleResults.Run);

        Assert.Contains("| small | 120 bytes | &lt;= 150 | met |", rows);
        Assert.Contains("| slow | 40,000 rows/s | &gt;= 50,000 | **not met** |", rows);
        Assert.Contains("| told | 7 ms |  |  |", rows);
    }

    [Fact]
    public async Task Report_WithMicroBenchmarks_ShowsThemAndTheirFailures()
    {
        Directory.CreateDirectory(_root.File("artifacts/bench"));
        await File.WriteAllTextAsync(_root.File(MicroFile.DefaultPath), """
            {"writtenAt":"2026-08-01T12:00:00Z","runtime":".NET 10.0.1","processors":2,"processorShare":0.41,"rows":[
              {"stage":"SseFraming","name":"Frame","parameters":"Reads OneEvent","medianNs":23.61,"quartile1Ns":22.7,"quartile3Ns":24.4,"allocatedBytes":0},
              {"stage":"RowWriting","name":"Write","parameters":"","medianNs":null,"quartile1Ns":null,"quartile3Ns":null,"allocatedBytes":null}]}
            """);

        var rows = await RowsAsync(SampleResults.Run);

        Assert.Contains(rows, row => row.Contains("it got 41 % of a processor", StringComparison.Ordinal));
        Assert.Contains("| SseFraming.Frame | Reads OneEvent | 23.6 ns | 22.7 ns to 24.4 ns | 0 |", rows);
        Assert.Contains("| RowWriting.Write |  | FAILED |  |  |", rows);
    }

    private static string WithoutBlocks(string text)
    {
        foreach (var block in new[] { "results", "stages", "stores" })
            text = GeneratedBlock.Replace(text, block, "");
        return text;
    }

    private async Task<string[]> RowsAsync(BenchResults results) => (await ReportAsync(results)).Split('\n');

    private async Task<string> ReportAsync(BenchResults results)
    {
        var file = _root.File(ResultsFile.DefaultPath);
        await ResultsFile.WriteAsync(file, results);
        Assert.Equal(0, await ReportVerb.RunAsync(_root.Path, [file]));
        return await File.ReadAllTextAsync(_root.File(ReportFiles.Document));
    }

    private Dictionary<string, string> Charts() =>
        Directory.GetFiles(_root.File(ReportFiles.ChartFolder)).ToDictionary(file => Path.GetFileName(file)!, File.ReadAllText);
}
