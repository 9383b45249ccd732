using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;

namespace LlmSentinel.Grafana.Boards;

/// <summary>What is drawn into every graph: findings, deployments, alerts that fire.</summary>
internal static class Events
{
    public static IReadOnlyList<Annotation> All { get; } =
    [
        new("Findings", "red",
            $"{PromQl.Select(ReservedMetricNames.DriftFindingTime)} * 1000", "{{evaluator}} {{direction}}: {{upstream}} {{model}}",
            InfluxQl.Once(Measurements.Drift, "\"text\", \"evaluator\"", where: "\"kind\" = 'finding'")),
        new("Deployments", "blue",
            $"{PromQl.Select(ReservedMetricNames.DeployTime)} * 1000", "{{upstream}} {{app}}",
            InfluxQl.Once(Measurements.Drift, "\"text\", \"evaluator\"", where: "\"kind\" = 'deploy'")),
        new("Alerts", "orange",
            $"timestamp({PromQl.Select(ReservedMetricNames.Alerts, "state=\"firing\"")} > 0) * 1000", "{{rule}}: {{upstream}} {{model}}",
            InfluxQl.Once(Measurements.Alert, "\"title\" AS \"text\", \"evaluator\"", where: "\"outcome\" = 'firing'")),
    ];
}
