using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Memory of a process of its own: after one call, under many streams at once, and some seconds later.</summary>
internal sealed class MemoryScenario : Scenario
{
    private static readonly TimeSpan BeforeIdle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BeforeAfter = TimeSpan.FromSeconds(5);

    public required AnswerShape Shape { get; init; }

    public required int Streams { get; init; }

    public required TimeSpan Ramp { get; init; }

    public override bool Shares => false;

    public override IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["answer"] = Shape.ToString(),
        ["connections"] = $"{Streams}",
        ["paceMs"] = $"{Shape.PaceMs}",
        ["events"] = $"{Shape.Events}",
    };

    public override async Task<Slice> MeasureAsync(Session session, Target target, RunningTarget? running)
    {
        var fresh = await session.StartFreshAsync(target);
        try
        {
            var one = await LoadGenerator.RunAsync(Calls.One(session, fresh, Shape with { PaceMs = 0 }));
            if (await session.FailureAsync(fresh, one) is { } failure)
                return new Slice(new Dictionary<string, double>(), null, failure);
            await Task.Delay(BeforeIdle);
            var idle = fresh.ResidentMegabytes;
            var plan = Calls.One(session, fresh, Shape) with
            {
                Connections = Streams,
                Ramp = Ramp,
                Duration = Longest,
            };
            var slice = await session.MeasureAsync(fresh, plan);
            await Task.Delay(BeforeAfter);
            var metrics = new Dictionary<string, double>(slice.Metrics) { [Metrics.RssIdle] = idle, [Metrics.RssAfter] = fresh.ResidentMegabytes };
            return slice with { Metrics = metrics };
        }
        finally
        {
            await session.EndAsync(fresh);
        }
    }
}
