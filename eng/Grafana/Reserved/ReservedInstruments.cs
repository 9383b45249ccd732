using LlmSentinel.Core.Telemetry;
using static LlmSentinel.Core.Telemetry.InstrumentKind;
using static LlmSentinel.Core.Telemetry.MetricTags;
using static LlmSentinel.Grafana.Reserved.ReservedMetricNames;
using static LlmSentinel.Grafana.Reserved.ReservedTags;

namespace LlmSentinel.Grafana.Reserved;

/// <summary>The metrics later versions write, in the form of <see cref="Instruments"/>. Nothing writes them yet.</summary>
internal static class ReservedInstruments
{
    private static readonly double[] Scores = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    private static readonly double[] Seconds = [0.005, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<InstrumentDefinition> All { get; } =
    [
        new(ScoreValue, Histogram, "", "Scores, 0 the worst and 1 the best.", [Upstream, Model, Operation, Evaluator, App], Scores),
        new(ScoreResults, Counter, "{exchange}", "Exchanges looked at by an evaluator: scored, not_applicable or failed.", [Upstream, Model, Evaluator, Result]),
        new(ScoreDuration, Histogram, "s", "Time an evaluator takes for one exchange.", [Evaluator], Seconds),
        new(DriftEvidence, Gauge, "", "Evidence of a change in a series as a share of what makes it a finding; 1 is a finding.",
            [Upstream, Model, Operation, Evaluator, App]),
        new(DriftBaseline, Gauge, "", "What a series looks like when it is healthy, in the series' own unit.", [Upstream, Model, Operation, Evaluator, Bound]),
        new(DriftFindings, Counter, "{finding}", "Findings by direction (up, down) and by what changed (input, model, unknown).",
            [Upstream, Model, Operation, Evaluator, Direction, Cause]),
        new(DriftFindingTime, Gauge, "s", "Since when the last finding of a series holds, as seconds since 1970.", [Upstream, Model, Operation, Evaluator, Direction]),
        new(DeployTime, Gauge, "s", "When the last deployment was told, as seconds since 1970.", [Upstream, App]),
        new(ShadowVerdicts, Counter, "{verdict}", "Verdicts on a shadow's answer: win, tie or loss.", [Upstream, Model, Shadow, Verdict]),
        new(ShadowCostDifference, Gauge, "", "Cost of the shadow less that of the served answer, as a share of the latter.", [Upstream, Model, Shadow, Bound]),
        new(ShadowDurationDifference, Gauge, "", "Duration of the shadow less that of the served answer, as a share of the latter.", [Upstream, Model, Shadow, Bound]),
        new(ShadowCost, Counter, "{USD}", "Cost of the shadow's own calls, in US dollars; no part of the application's cost.", [Upstream, Model, Shadow]),
        new(CanaryRuns, Counter, "{run}", "Canary runs: pass, fail or error.", [Upstream, Model, Canary, Result]),
        new(CanaryDuration, Histogram, "s", "Duration of a canary's call.", [Upstream, Model, Canary], Seconds),
        new(CanaryScore, Gauge, "", "Score of a canary's last answer, 0 to 1.", [Upstream, Model, Canary]),
        new(Alerts, Gauge, "{alert}", "Alerts by state.", [Upstream, Model, Rule, Severity, State]),
        new(AlertChanges, Counter, "{change}", "Alerts that entered a state.", [Upstream, Model, Rule, State]),
    ];
}
