using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace LlmSentinel.Bench.Micro;

/// <summary>How the benchmarks are run: in this process, which needs no build of its own, and quietly.</summary>
internal static class MicroConfig
{
    /// <summary>Every benchmark, in the order of a call's way.</summary>
    public static Type[] Benchmarks { get; } =
    [
        typeof(RequestReading), typeof(HeadReading), typeof(ChunkDecoding), typeof(SseFraming), typeof(EventReading), typeof(BodyReading), typeof(ResponseReading),
        typeof(CaptureCopy), typeof(GapSketch), typeof(CallPricing), typeof(ExchangeRecording), typeof(SampleReading), typeof(MetricsScrape), typeof(RowWriting),
        typeof(LineWriting), typeof(SpoolWriting),
    ];

    /// <summary>Two seconds a benchmark.</summary>
    public static Job Short { get; } = Paced(100, 10, 8);

    /// <summary>Four times as long, for differences of a few percent.</summary>
    public static Job Long { get; } = Paced(250, 12, 20);

    /// <summary>The configuration; <paramref name="table"/> is told of every result.</summary>
    public static ManualConfig Create(Job pace, ResultTable table) => ManualConfig.CreateEmpty()
        .AddJob(pace.WithToolchain(new InProcessEmitToolchain(TimeSpan.FromMinutes(2), logOutput: false)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddLogger(NullLogger.Instance)
        .AddEventProcessor(table)
        .WithArtifactsPath(Path.Combine("artifacts", "bench", "micro"))
        .WithOptions(ConfigOptions.DisableLogFile);

    // The many short rounds of warm-up give the runtime the time to bring hot code to its last tier.
    private static Job Paced(double milliseconds, int warmups, int iterations) => Job.Default
        .WithIterationTime(TimeInterval.FromMilliseconds(milliseconds))
        .WithWarmupCount(warmups)
        .WithIterationCount(iterations);
}
