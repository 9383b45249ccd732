using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>
/// Calls at a fixed rate while the store's server is not there: what cannot be delivered waits on disk, so the memory of a process that is
/// warm does not grow.
/// </summary>
internal sealed class StoreAwayScenario : Scenario
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    private readonly AnswerShape _shape = new(Format.Plain);

    /// <summary>Calls a second.</summary>
    public required double Rate { get; init; }

    public override bool Shares => false;

    public override IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["answer"] = _shape.ToString(),
        ["rate"] = $"{Rate}",
        ["seconds"] = $"{Measured.TotalSeconds}",
    };

    public override async Task<Slice> MeasureAsync(Session session, Target target, RunningTarget? running)
    {
        var away = target.StoreAway ?? throw new InvalidOperationException($"{target.Name} has no store.");
        var fresh = await session.StartFreshAsync(away);
        try
        {
            var plan = Calls.One(session, fresh, _shape) with { Connections = 16, CallsPerConnection = null, Rate = Rate, Duration = Settling };
            var settling = await LoadGenerator.RunAsync(plan);
            if (await session.FailureAsync(fresh, settling) is { } failure)
                return new Slice(new Dictionary<string, double>(), null, failure);
            var before = fresh.ResidentMegabytes;
            var slice = await session.MeasureAsync(fresh, plan with { Duration = Measured, FirstId = session.NextId });
            return slice with { Metrics = new Dictionary<string, double>(slice.Metrics) { [Metrics.RssGrowth] = fresh.ResidentMegabytes - before } };
        }
        finally
        {
            await session.EndAsync(fresh);
        }
    }
}
