using System.Globalization;
using BenchmarkDotNet.EventProcessors;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace LlmSentinel.Bench.Micro;

/// <summary>Prints each result when it is there, one line a benchmark, and keeps all of them.</summary>
internal sealed class ResultTable(TextWriter output) : EventProcessor
{
    private readonly List<ResultRow> _rows = [];

    /// <summary>The results so far.</summary>
    public IReadOnlyList<ResultRow> Rows => _rows;

    /// <summary>Prints the columns' names.</summary>
    public void WriteHead() => Write("Benchmark", "With", "Median", "Quartiles", "Allocated");

    /// <inheritdoc/>
    public override void OnEndRunBenchmark(BenchmarkCase benchmarkCase, BenchmarkReport report)
    {
        var statistics = report.Success ? report.ResultStatistics : null;
        var row = new ResultRow(
            benchmarkCase.Descriptor.Type.Name,
            benchmarkCase.Descriptor.WorkloadMethod.Name,
            string.Join(", ", benchmarkCase.Parameters.Items.Select(item => $"{item.Name} {item.Value}")),
            statistics?.Median,
            statistics?.Q1,
            statistics?.Q3,
            statistics is null ? null : report.GcStats.GetBytesAllocatedPerOperation(benchmarkCase));
        _rows.Add(row);
        Write($"{row.Stage}.{row.Name}", row.Parameters, Time(row.Median), Range(row), Bytes(row.AllocatedBytes));
    }

    private static string Time(double? nanoseconds) => nanoseconds switch
    {
        null => "FAILED",
        < 1_000 and var n => string.Create(CultureInfo.InvariantCulture, $"{n:0.0} ns"),
        < 1_000_000 and var n => string.Create(CultureInfo.InvariantCulture, $"{n / 1_000:0.00} us"),
        var n => string.Create(CultureInfo.InvariantCulture, $"{n / 1_000_000:0.00} ms"),
    };

    private static string Range(ResultRow row) => row.Median is null ? "" : $"{Time(row.Quartile1)} - {Time(row.Quartile3)}";

    private static string Bytes(double? bytes) => bytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0} B") : "-";

    private void Write(string name, string parameters, string median, string quartiles, string allocated) =>
        output.WriteLine($"{name,-38}{parameters,-32}{median,12}{quartiles,26}{allocated,12}");
}
