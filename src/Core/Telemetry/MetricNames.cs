namespace LlmSentinel.Core.Telemetry;

/// <summary>
/// Every metric name in one place. <c>gen_ai.*</c> follows the OpenTelemetry GenAI semantic conventions v1.41.0
/// (stability: development); everything else is <c>llmsentinel.*</c>. Each is explained in docs/metrics.md;
/// a convention test compares the two.
/// </summary>
public static class MetricNames
{
    /// <summary>The meter all instruments belong to.</summary>
    public const string Meter = "LlmSentinel";
}
