using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Measure;
using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Rows;
using LlmSentinel.Bench.SideBySide.Targets;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>
/// Finds what a target can take, offers it three times as much, then a third. Calls are due whatever the answers take; those that find no
/// connection wait, and are not sent any more once the overload is over.
/// </summary>
internal sealed class OverloadScenario : Scenario
{
    private const double TooMany = 3;
    private const double Few = 0.3;
    private const int CalmConnections = 64;

    private readonly AnswerShape _shape = new(Format.Plain);

    /// <summary>Most calls at once during the overload.</summary>
    public int Connections { get; init; } = 512;

    /// <summary>How long each of the two measurements before the overload takes.</summary>
    public TimeSpan Before { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the overload lasts.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the target is watched afterwards: longer than it may take to recover.</summary>
    public TimeSpan After { get; init; } = TimeSpan.FromSeconds(6);

    public override IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["answer"] = _shape.ToString(),
        ["connections"] = $"{Connections}",
        ["seconds"] = $"{Duration.TotalSeconds}",
    };

    public override Task<string?> WarmAsync(Session session, RunningTarget target) =>
        new LoadScenario { Name = Name, Title = Title, Mode = Mode, Shape = _shape, Connections = CalmConnections }.WarmAsync(session, target);

    public override async Task<Slice> MeasureAsync(Session session, Target target, RunningTarget? running)
    {
        var closed = Calls.One(session, running!, _shape) with { Connections = CalmConnections, CallsPerConnection = null, Duration = Before };
        var most = await LoadGenerator.RunAsync(closed);
        if (await session.FailureAsync(running!, most) is { } failure)
            return Failed(failure);
        var sustainable = most.InWindow / (most.Window / 1e9);

        var calm = closed with { Rate = sustainable * Few, FirstId = session.NextId };
        var before = await LoadGenerator.RunAsync(calm);
        if (await session.FailureAsync(running!, before) is { } calmFailure)
            return Failed(calmFailure);
        return await MeasureAsync(session, running!, calm, sustainable, before.Latency.GetValueAtPercentile(50));
    }

    private async Task<Slice> MeasureAsync(Session session, RunningTarget target, LoadPlan calm, double sustainable, long usual)
    {
        var noise = session.WatchNoise();
        var droppedBefore = await DropCount.ReadAsync(target);
        LoadOutcome during;
        LoadOutcome after;
        long peak;
        await using (var memory = new PeakMemory(target.Processes))
        {
            during = await LoadGenerator.RunAsync(calm with
            {
                Rate = sustainable * TooMany,
                Connections = Connections,
                Duration = Duration,
                FirstId = session.NextId,
                LeavesOverdue = true,
                MostFailures = int.MaxValue,
            });
            after = await LoadGenerator.RunAsync(calm with { Duration = After, FirstId = during.EndId, MostFailures = int.MaxValue, Traces = true });
            peak = memory.Bytes;
        }

        var disturbance = noise.Disturbance();
        var dropped = 0L;
        var tally = await session.TallyAsync(target, LoadOutcome.Together(during, after), async () => dropped = await DropCount.ReadAsync(target) - droppedBefore);
        var metrics = LoadMetrics.Of(calm, during, cpu: 0, peak: 0, before: null, after: null, collected: false);
        metrics[Metrics.Sustainable] = sustainable;
        metrics[Metrics.Throughput] = during.InWindow / (during.Window / 1e9);
        metrics[Metrics.AnswerP50] = during.FirstEvent.GetValueAtPercentile(50) / 1e3;
        metrics[Metrics.AnswerP99] = during.FirstEvent.GetValueAtPercentile(99) / 1e3;
        metrics[Metrics.Waiting] = during.Waiting;
        metrics[Metrics.Errors] = during.Failed.Count + after.Failed.Count;
        metrics[Metrics.RssLoaded] = peak / LoadMetrics.Megabyte;
        metrics[Metrics.RssAfter] = target.ResidentMegabytes;
        metrics[Metrics.Recovery] = Recovery.After(during.EndedAt, after.Trace, 2 * usual) / 1e9 ?? After.TotalSeconds;
        if (tally is { } rows)
        {
            metrics[Metrics.Dropped] = dropped;
            metrics[Metrics.Unaccounted] = rows.Unaccounted(dropped);
        }

        return new Slice(metrics, disturbance, target.Death ?? tally?.Problem(dropped));
    }

    private static Slice Failed(string why) => new(new Dictionary<string, double>(), null, why);
}
