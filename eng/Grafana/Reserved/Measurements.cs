using LlmSentinel.Core.Recording.Points;

namespace LlmSentinel.Grafana.Reserved;

/// <summary>Measurements in InfluxDB. All have the same tags; only <see cref="Exchange"/> is written yet.</summary>
internal static class Measurements
{
    public const string Exchange = ExchangePoints.Measurement;
    public const string Score = "llm_score";
    public const string Shadow = "llm_shadow";
    public const string Canary = "llm_canary";
    public const string Drift = "llm_drift";
    public const string Alert = "llm_alert";
}
