using HdrHistogram;
using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Measure;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Makes figures of what was seen.</summary>
internal static class LoadMetrics
{
    public const double Megabyte = 1e6;

    public static Dictionary<string, double> Of(
        LoadPlan plan, LoadOutcome outcome, double cpu, long peak, HeapSample? before, HeapSample? after, bool collected)
    {
        var metrics = new Dictionary<string, double>(StringComparer.Ordinal)
        {
            [Metrics.Exchanges] = outcome.Completed,
            [Metrics.Errors] = outcome.Failed.Count,
        };
        if (outcome.Completed == 0)
            return metrics;

        if (plan.Rate is null && plan.CallsPerConnection is null)
            metrics[Metrics.Throughput] = outcome.InWindow / (outcome.Window / 1e9);
        Percentile(metrics, outcome.Latency, 50, Metrics.LatencyP50);
        Percentile(metrics, outcome.Latency, 99, Metrics.LatencyP99);
        Percentile(metrics, outcome.Latency, 99.9, Metrics.LatencyP999);
        Percentile(metrics, outcome.Latency, 100, Metrics.LatencyMax);
        var shape = plan.Request.Shape;
        if (shape.Events > 0)
        {
            Percentile(metrics, outcome.FirstEvent, 50, Metrics.TtftP50);
            Percentile(metrics, outcome.FirstEvent, 99, Metrics.TtftP99);
        }

        if (shape.FirstAfterMs > 0)
            metrics[Metrics.StatusLine] = outcome.FirstByte.GetValueAtPercentile(50) / 1e6;
        if (outcome.Events > 0)
        {
            Percentile(metrics, outcome.EventDelay, 50, Metrics.EventDelayP50);
            Percentile(metrics, outcome.EventDelay, 99, Metrics.EventDelayP99);
            Percentile(metrics, outcome.EventDelay, 100, Metrics.EventDelayMax);
            metrics[Metrics.Stalls] = outcome.Stalls;
        }

        Resources(metrics, shape.Events, outcome.Completed, cpu, peak);
        if (before is { } was && after is { } now)
            Heap(metrics, outcome.Completed, was, now, collected);
        return metrics;
    }

    // Direct has no process of its own.
    private static void Resources(Dictionary<string, double> metrics, int events, long completed, double cpu, long peak)
    {
        if (peak == 0)
            return;
        metrics[Metrics.RssLoaded] = peak / Megabyte;
        metrics[Metrics.CpuPerExchange] = cpu / completed;
        if (events > 0)
            metrics[Metrics.CpuPerEvent] = cpu / completed / events;
    }

    private static void Heap(Dictionary<string, double> metrics, long completed, HeapSample was, HeapSample now, bool collected)
    {
        metrics[Metrics.AllocatedPerExchange] = (double)(now.Allocated - was.Allocated) / completed;
        if (collected)
        {
            // The collections asked for are no figure.
            metrics[Metrics.LargeObjectGrowth] = now.LargeObjects - was.LargeObjects;
            return;
        }

        metrics[Metrics.Collections] = now.Collections - was.Collections;
        metrics[Metrics.FullCollections] = now.FullCollections - was.FullCollections;
        metrics[Metrics.GcPause] = TimeSpan.FromTicks(now.PauseTicks - was.PauseTicks).TotalMilliseconds;
    }

    private static void Percentile(Dictionary<string, double> metrics, LongHistogram histogram, double percentile, string metric)
    {
        if (histogram.TotalCount > 0)
            metrics[metric] = histogram.GetValueAtPercentile(percentile) / 1000.0;
    }
}
