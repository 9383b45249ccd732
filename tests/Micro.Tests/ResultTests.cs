using System.Text.Json;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using LlmSentinel.Bench.Micro;
using LlmSentinel.Testing;

namespace LlmSentinel.Micro.Tests;

/// <summary>A run of the real runner ends in a table and in a file the report can read.</summary>
public sealed class ResultTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_OfABenchmark_PrintsAndKeepsEveryMethod()
    {
        using var output = new StringWriter();
        var table = new ResultTable(output);
        var config = MicroConfig.Create(Job.Dry, table)
            .WithArtifactsPath(_folder.Path)
            .WithOption(ConfigOptions.DisableOptimizationsValidator, true);

        BenchmarkRunner.Run<GapSketch>(config);

        Assert.Equal(["Add", "Mark", "Quantile"], table.Rows.Select(row => row.Name).Order());
        Assert.All(table.Rows, row => Assert.True(row.Median > 0));
        Assert.Contains("GapSketch.Quantile", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfAFailedBenchmark_SaysNoFigure()
    {
        var path = _folder.File("bench/micro.json");

        MicroJson.Write(path, [new ResultRow("RowWriting", "Write", "", 1234.567, 1200, 1300, 8), new ResultRow("RowWriting", "Bind", "", null, null, null, null)], 0.97);

        using var json = JsonDocument.Parse(File.ReadAllText(path));
        Assert.Equal(0.97, json.RootElement.GetProperty("processorShare").GetDouble());
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(1234.57, rows[0].GetProperty("medianNs").GetDouble());
        Assert.Equal(JsonValueKind.Null, rows[1].GetProperty("medianNs").ValueKind);
    }
}
