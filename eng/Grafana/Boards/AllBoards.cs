using LlmSentinel.Grafana.Description;

namespace LlmSentinel.Grafana.Boards;

/// <summary>The dashboards.</summary>
internal static class AllBoards
{
    /// <summary>All of them, in the order they are read.</summary>
    public static IReadOnlyList<Dashboard> List { get; } =
        [OverviewBoard.Create(), QualityBoard.Create(), ShadowBoard.Create(), AlertsBoard.Create(), SentinelBoard.Create()];
}
