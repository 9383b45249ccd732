namespace LlmSentinel.Grafana.Reserved;

/// <summary>Names of metrics that later versions write and today's dashboards already ask for.</summary>
internal static class ReservedMetricNames
{
    public const string ScoreValue = "llmsentinel.score.value";
    public const string ScoreResults = "llmsentinel.score.results";
    public const string ScoreDuration = "llmsentinel.score.duration";
    public const string DriftEvidence = "llmsentinel.drift.evidence_ratio";
    public const string DriftBaseline = "llmsentinel.drift.baseline";
    public const string DriftFindings = "llmsentinel.drift.findings";
    public const string DriftFindingTime = "llmsentinel.drift.finding.time";
    public const string DeployTime = "llmsentinel.deploy.time";
    public const string ShadowVerdicts = "llmsentinel.shadow.verdicts";
    public const string ShadowCostDifference = "llmsentinel.shadow.cost_difference_ratio";
    public const string ShadowDurationDifference = "llmsentinel.shadow.duration_difference_ratio";
    public const string ShadowCost = "llmsentinel.shadow.cost.usd";
    public const string CanaryRuns = "llmsentinel.canary.runs";
    public const string CanaryDuration = "llmsentinel.canary.duration";
    public const string CanaryScore = "llmsentinel.canary.score";
    public const string Alerts = "llmsentinel.alerts";
    public const string AlertChanges = "llmsentinel.alert.changes";
}
