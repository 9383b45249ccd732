using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Net;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>From the start of a process to its first proxied answer.</summary>
internal sealed class StartScenario : Scenario
{
    private const double Millisecond = 1e6;

    public override bool Shares => false;

    public override async Task<Slice> MeasureAsync(Session session, Target target, RunningTarget? running)
    {
        var noise = session.WatchNoise();
        var fresh = await session.StartFreshAsync(target);
        try
        {
            var outcome = await LoadGenerator.RunAsync(Calls.One(session, fresh, new AnswerShape(Format.Plain)));
            var metrics = new Dictionary<string, double> { [Metrics.FirstByte] = (Clock.Now - fresh.StartedAt) / Millisecond };
            return new Slice(metrics, noise.Disturbance(), await session.FailureAsync(fresh, outcome));
        }
        finally
        {
            await session.EndAsync(fresh);
        }
    }
}
