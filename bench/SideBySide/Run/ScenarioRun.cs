using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Stats;
using LlmSentinel.Bench.SideBySide.Targets;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>Puts all targets through one scenario: each round once through all of them, each round beginning with another.</summary>
internal sealed class ScenarioRun(Session session, Scenario scenario, IReadOnlyList<Target> targets)
{
    private static readonly string[] Bases = [TargetNames.Direct, TargetNames.Nginx, TargetNames.Yarp, TargetNames.Portkey];

    private readonly Dictionary<string, List<RoundResult>> _rounds = targets.ToDictionary(target => target.Name, _ => new List<RoundResult>());
    private readonly Dictionary<string, string> _failed = [];

    /// <summary>Runs it.</summary>
    public async Task<ScenarioResult> RunAsync()
    {
        if (scenario.Shares)
        {
            foreach (var target in targets)
                await TryAsync(target, async () => (await scenario.WarmAsync(session, await session.RunningAsync(Variant(target))), null));
        }

        var rounds = session.Options.Rounds ?? scenario.Rounds;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < targets.Count; i++)
                await MeasureAsync(targets[(i + round) % targets.Count], round);
        }

        return new ScenarioResult
        {
            Name = scenario.Name,
            Group = scenario.Group,
            Title = scenario.Title,
            Parameters = scenario.Parameters,
            Targets = targets.ToDictionary(target => target.Name, target => Summary(target.Name)),
        };
    }

    private Target Variant(Target target) => scenario.Unsampled ? target.Unsampled : target;

    private Task MeasureAsync(Target target, int round) => TryAsync(target, async () =>
    {
        var running = scenario.Shares ? await session.RunningAsync(Variant(target)) : null;
        var slice = await scenario.MeasureAsync(session, Variant(target), running);
        return (slice.Failure, new RoundResult(round, slice.Noise, slice.Metrics));
    });

    // A target that failed once gets no further round: its figures would not count.
    private async Task TryAsync(Target target, Func<Task<(string? Failure, RoundResult? Round)>> measure)
    {
        if (_failed.ContainsKey(target.Name))
            return;
        try
        {
            var (failure, round) = await measure();
            if (failure is not null)
                _failed[target.Name] = failure;
            else if (round is not null)
                _rounds[target.Name].Add(round);
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            _failed[target.Name] = e.Message;
        }
    }

    private TargetResult Summary(string name)
    {
        if (_failed.TryGetValue(name, out var reason))
            return new TargetResult { Failed = reason };
        var bases = Bases.Where(b => b != name && _rounds.ContainsKey(b) && !_failed.ContainsKey(b)).ToList();
        return new TargetResult
        {
            Rounds = _rounds[name],
            Median = Pairing.Medians(_rounds[name]),
            RatioTo = bases.ToDictionary(b => b, b => Pairing.Ratios(_rounds[name], _rounds[b])),
            AddedOver = bases.ToDictionary(b => b, b => Pairing.Differences(_rounds[name], _rounds[b])),
        };
    }
}
