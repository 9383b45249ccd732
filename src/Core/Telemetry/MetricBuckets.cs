namespace LlmSentinel.Core.Telemetry;

/// <summary>Bucket boundaries. <c>GenAi*</c> are those the GenAI conventions v1.41.0 advise; seconds or tokens.</summary>
internal static class MetricBuckets
{
    public static readonly double[] GenAiTokens =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    public static readonly double[] GenAiSeconds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>As the conventions' seconds, and on to eleven minutes: reasoning calls last longer than 82 s.</summary>
    public static readonly double[] LongCallSeconds =
        [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68, 655.36];

    /// <summary>From 0.5 ms: fast hardware writes a token in one to five milliseconds.</summary>
    public static readonly double[] PerTokenSeconds =
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];

    /// <summary>From 10 microseconds: what a proxy adds is far below what a model takes.</summary>
    public static readonly double[] AddedSeconds =
    [
        0.00001, 0.00002, 0.00005, 0.0001, 0.00015, 0.0002, 0.0003, 0.0005, 0.00075, 0.001,
        0.0015, 0.002, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1,
    ];

    /// <summary>From 1 microsecond to 10 s: stages that run behind the forwarder.</summary>
    public static readonly double[] StageSeconds =
        [0.000001, 0.0000025, 0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.1, 1, 10];
}
