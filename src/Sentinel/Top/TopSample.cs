using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Top;

/// <summary>What one look at a sidecar shows.</summary>
/// <param name="Status">The sidecar itself.</param>
/// <param name="By">What the rows are: model, upstream or app.</param>
/// <param name="Groups">One row a model, upstream or app; null when nothing recorded can be read.</param>
/// <param name="Total">One row over all; null likewise.</param>
/// <param name="Problem">Why they are null.</param>
internal sealed record TopSample(StatusView Status, string By, SummaryView? Groups, SummaryView? Total, string? Problem)
{
    /// <summary>Seconds the rates are over: the range asked for, or the uptime while that is shorter.</summary>
    public double Seconds => Groups is null ? 0
        : Math.Max(1, Math.Min((Groups.To - Groups.From).TotalSeconds, Status.UptimeMs / 1000));
}
