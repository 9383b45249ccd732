using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Report.Charts;

/// <summary>The charts of a run.</summary>
internal static class ChartSet
{
    /// <summary>Those the run has figures for.</summary>
    public static IReadOnlyList<Chart> Of(BenchResults results) =>
    [
        .. new[] { CpuChart.Of(results), ThroughputChart.Of(results), LatencyChart.Of(results), PacedChart.Of(results), MemoryChart.Of(results) }
            .Where(chart => chart.Panels.Count > 0),
    ];
}
