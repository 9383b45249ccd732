using System.Globalization;
using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Load on targets that run on.</summary>
internal sealed class LoadScenario : Scenario
{
    // Long enough for a just-in-time compiler to bring most of a call's way to its last tier.
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(4);

    public required AnswerShape Shape { get; init; }

    public required int Connections { get; init; }

    /// <summary>Calls a target gets before it is measured, the first time it sees such calls; later a tenth of them.</summary>
    public int WarmCalls { get; init; } = 30_000;

    public int PromptBytes { get; init; } = Run.Calls.ShortPrompt;

    public double? Rate { get; init; }

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls of each connection; null: as many as the time allows.</summary>
    public int? Calls { get; init; }

    public TimeSpan Ramp { get; init; }

    /// <summary>Whether the large object heap is looked at, which takes a full collection before and after.</summary>
    public bool WatchesLargeObjects { get; init; }

    public override IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string?>
    {
        ["answer"] = Shape.ToString(),
        ["connections"] = Text(Connections),
        ["promptBytes"] = Text(PromptBytes),
        ["rate"] = Rate is { } rate ? Text(rate) : null,
        ["seconds"] = Calls is null ? Text(Duration.TotalSeconds) : null,
        ["paceMs"] = Shape.PaceMs > 0 ? Text(Shape.PaceMs) : null,
        ["events"] = Shape.Events > 0 ? Text(Shape.Events) : null,
    }.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);

    public override async Task<string?> WarmAsync(Session session, RunningTarget target)
    {
        var quick = Shape with { PaceMs = 0, FirstAfterMs = 0 };
        var first = session.FirstOfItsKind(target, (quick, PromptBytes));
        var warm = Plan(session, target, quick) with
        {
            Rate = null,
            Ramp = TimeSpan.Zero,
            Connections = Math.Min(Connections, 64),
            CallsPerConnection = Math.Max(1, (first ? WarmCalls : WarmCalls / 10) / Math.Min(Connections, 64)),
            Duration = LongestWarmUp,
        };
        for (var again = first ? 2 : 1; again > 0; again--)
        {
            var outcome = await LoadGenerator.RunAsync(warm with { FirstId = session.NextId });
            if (await session.FailureAsync(target, outcome) is { } failure)
                return "while warming up: " + failure;
            await target.RestAsync();
        }

        // Few calls take other ways than many: threads sleep and wake.
        if (Rate is null)
            return null;
        var paced = await LoadGenerator.RunAsync(Plan(session, target, Shape) with { Duration = LongestWarmUp });
        await target.RestAsync();
        return await session.FailureAsync(target, paced);
    }

    public override async Task<Slice> MeasureAsync(Session session, Target target, RunningTarget? running)
    {
        var plan = Plan(session, running!, Shape);
        if (session.Options.Seconds is { } seconds && Calls is null)
            plan = plan with { Duration = TimeSpan.FromSeconds(seconds) };
        return await session.MeasureAsync(running!, plan, WatchesLargeObjects);
    }

    private LoadPlan Plan(Session session, RunningTarget target, AnswerShape shape) =>
        Run.Calls.One(session, target, shape, PromptBytes) with
        {
            Connections = Connections,
            Duration = Duration,
            CallsPerConnection = Calls,
            Ramp = Ramp,
            Rate = Rate,
        };

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
