using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>The upstream itself.</summary>
internal sealed class DirectTarget : Target
{
    public override string Name => TargetNames.Direct;

    public override Task<RunningTarget> StartAsync(Places places, int upstreamPort) =>
        Task.FromResult(new RunningTarget(this, upstreamPort, null));
}
