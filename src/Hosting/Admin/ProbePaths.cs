namespace LlmSentinel.Hosting.Admin;

/// <summary>Paths of the admin port that every sidecar answers.</summary>
public static class ProbePaths
{
    /// <summary>Answers while the process is up.</summary>
    public const string Health = "/healthz";

    /// <summary>Answers 200 while calls are accepted.</summary>
    public const string Ready = "/readyz";

    /// <summary>Metrics in the Prometheus text format, or OpenMetrics.</summary>
    public const string Metrics = "/metrics";
}
