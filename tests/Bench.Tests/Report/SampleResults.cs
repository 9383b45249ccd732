using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.Tests.Report;

/// <summary>A small run with something of everything: goals met and unmet, a failed target, a far outlier, noise.</summary>
internal static class SampleResults
{
    public static BenchResults Run { get; } = new()
    {
        StartedAt = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero),
        DurationSeconds = 840,
        Mode = "default",
        Commit = "abc1234",
        Machine = new MachineInfo("Some Processor", 2, 8_000_000_000, "Linux 6.1", "Some Linux 12"),
        Versions = new Dictionary<string, string> { ["dotnet"] = "10.0.1", ["nginx"] = "1.22" },
        Skipped = new Dictionary<string, string> { ["portkey"] = "npm is not there." },
        Noise = ["closed/plain-1k/c64: 1 of 15 slices were disturbed, such as: others used 40 %"],
        Failures = ["closed/sse-10x10/c64, sidecar: 3 rows are missing"],
        Scenarios = [Closed(1), Closed(16), Closed(64), Streams, Open, Paced(100), Paced(1000), Memory],
        Goals =
        [
            new GoalResult("CPU a call, against plain YARP", "sentinel", "closed/plain-1k/c64", "<= 1.05x", "1.04x (1.02-1.06)", 1.04, true),
            new GoalResult("throughput at 64 connections", "sentinel", "closed/plain-1k/c64", ">= 0.97x", "0.91x (0.90-0.93)", 0.91, false),
            new GoalResult("against Portkey", "sentinel", "closed/plain-1k/c64", ">= 25x", "portkey was not measured", null, null),
        ],
    };

    private static ScenarioResult Streams => new()
    {
        Name = "closed/sse-10x10/c64",
        Group = Groups.Closed,
        Title = "streams of 100 events, ten a write, 64 connections",
        Parameters = new Dictionary<string, string> { ["connections"] = "64" },
        Targets = new Dictionary<string, TargetResult>
        {
            [TargetNames.Yarp] = Target((Metrics.Throughput, 5200), (Metrics.CpuPerExchange, 190)),
            [TargetNames.Sentinel] = Compared(1.02, (Metrics.Throughput, 5100), (Metrics.CpuPerExchange, 196)),
            [TargetNames.Sidecar] = Compared(1.3, (Metrics.Throughput, 777_777), (Metrics.CpuPerExchange, 777_777)) with { Failed = "3 rows are missing" },
        },
    };

    private static ScenarioResult Open => new()
    {
        Name = "open/plain-1k/r250",
        Group = Groups.Open,
        Title = "1 KB answers, 250 calls a second",
        Parameters = new Dictionary<string, string> { ["rate"] = "250" },
        Targets = new Dictionary<string, TargetResult>
        {
            [TargetNames.Direct] = Target((Metrics.LatencyP50, 157), (Metrics.LatencyP99, 234)),
            [TargetNames.Yarp] = Added(230, 1665),
            [TargetNames.Sentinel] = Added(262, 1820),
        },
    };

    private static ScenarioResult Memory => new()
    {
        Name = "memory/1000",
        Group = Groups.Memory,
        Title = "memory: 1,000 streams at once",
        Parameters = new Dictionary<string, string> { ["connections"] = "1000" },
        Targets = new Dictionary<string, TargetResult>
        {
            [TargetNames.Yarp] = Target((Metrics.RssIdle, 82), (Metrics.RssLoaded, 148)),
            [TargetNames.Sentinel] = Target((Metrics.RssIdle, 96), (Metrics.RssLoaded, 142)),
            [TargetNames.Sidecar] = Target((Metrics.RssIdle, 39), (Metrics.RssLoaded, 76)),
        },
    };

    private static ScenarioResult Closed(int connections) => new()
    {
        Name = $"closed/plain-1k/c{connections}",
        Group = Groups.Closed,
        Title = connections == 1 ? "1 KB answers, 1 connection" : $"1 KB answers, {connections} connections",
        Parameters = new Dictionary<string, string> { ["connections"] = $"{connections}" },
        Targets = new Dictionary<string, TargetResult>
        {
            [TargetNames.Direct] = Target((Metrics.Throughput, 9000 * connections / (8.0 + connections))),
            [TargetNames.Nginx] = Compared(0.43, (Metrics.Throughput, 8000 * connections / (8.0 + connections)), (Metrics.CpuPerExchange, 21)),
            [TargetNames.Yarp] = Target((Metrics.Throughput, 5000 * connections / (8.0 + connections)), (Metrics.CpuPerExchange, 48)),
            [TargetNames.Sentinel] = Compared(1.04, (Metrics.Throughput, 4800 * connections / (8.0 + connections)), (Metrics.CpuPerExchange, 50)),
            [TargetNames.Portkey] = Compared(24.2, (Metrics.Throughput, 200), (Metrics.CpuPerExchange, 1160)),
        },
    };

    private static ScenarioResult Paced(int streams) => new()
    {
        Name = $"paced/sse/c{streams}",
        Group = Groups.Paced,
        Title = $"{streams} streams at once, an event every 50 ms",
        Parameters = new Dictionary<string, string> { ["connections"] = $"{streams}" },
        Targets = new Dictionary<string, TargetResult>
        {
            [TargetNames.Nginx] = Streamed(600, 1200, 240, 1100, 51),
            [TargetNames.Yarp] = Streamed(800, 1425, 480, 5177, 148),
            [TargetNames.Sentinel] = Streamed(820, 4391, 516, 2196, 142),
            [TargetNames.Sidecar] = Streamed(780, 1100, 380, 1196, 76),
        },
    };

    private static TargetResult Streamed(double ttft50, double ttft99, double delay50, double delay99, double memory) => Target(
        (Metrics.TtftP50, ttft50), (Metrics.TtftP99, ttft99), (Metrics.EventDelayP50, delay50), (Metrics.EventDelayP99, delay99),
        (Metrics.Stalls, 0), (Metrics.RssLoaded, memory));

    private static TargetResult Added(double p50, double p99) => Target((Metrics.LatencyP50, 157 + p50), (Metrics.LatencyP99, 234 + p99)) with
    {
        AddedOver = Over(TargetNames.Direct, (Metrics.LatencyP50, p50), (Metrics.LatencyP99, p99)),
    };

    private static TargetResult Compared(double cpu, params (string Metric, double Value)[] metrics) =>
        Target(metrics) with { RatioTo = Over(TargetNames.Yarp, (Metrics.CpuPerExchange, cpu)) };

    private static TargetResult Target(params (string Metric, double Value)[] metrics) => new()
    {
        Rounds = [.. new[] { 0.9, 1, 1.2 }.Select((factor, round) =>
            new RoundResult(round, round == 2 ? "others used 40 %" : null, metrics.ToDictionary(metric => metric.Metric, metric => metric.Value * factor)))],
        Median = metrics.ToDictionary(metric => metric.Metric, metric => metric.Value),
    };

    private static Dictionary<string, IReadOnlyDictionary<string, Spread>> Over(string other, params (string Metric, double Value)[] metrics) => new()
    {
        [other] = metrics.ToDictionary(metric => metric.Metric, metric => new Spread(metric.Value, metric.Value * 0.97, metric.Value * 1.05, 5)),
    };
}
