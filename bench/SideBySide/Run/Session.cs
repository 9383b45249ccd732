using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Measure;
using LlmSentinel.Bench.SideBySide.Rows;
using LlmSentinel.Bench.SideBySide.Targets;

namespace LlmSentinel.Bench.SideBySide.Run;

/// <summary>What the scenarios of a run share: the upstream, the targets that run on, the ids.</summary>
internal sealed class Session : IAsyncDisposable
{
    private readonly ChildProcess _upstream;
    private readonly Dictionary<string, RunningTarget> _running = [];
    private readonly HashSet<RunningTarget> _alive = [];
    private readonly Dictionary<RunningTarget, RowCheck> _rows = [];
    private readonly HashSet<(RunningTarget, object)> _warm = [];

    private Session(RunOptions options, Places places, ChildProcess upstream, int upstreamPort) =>
        (Options, Places, _upstream, UpstreamPort) = (options, places, upstream, upstreamPort);

    public RunOptions Options { get; }

    public Places Places { get; }

    /// <summary>Port of the upstream.</summary>
    public int UpstreamPort { get; }

    /// <summary>Id the next call gets.</summary>
    public long NextId { get; private set; } = 1;

    /// <summary>Starts the upstream.</summary>
    public static async Task<Session> StartAsync(RunOptions options, Places places)
    {
        var port = Ports.Free();
        var upstream = UpstreamProcess.Start(places, port);
        await Ports.ListeningAsync(port, upstream);
        return new Session(options, places, upstream, port);
    }

    /// <summary>A target that runs on; started when it does not run yet, or no more.</summary>
    public async Task<RunningTarget> RunningAsync(Target target)
    {
        if (_running.TryGetValue(target.Key, out var running) && running.Death is null)
            return running;
        if (running is not null)
            await EndAsync(running);
        return _running[target.Key] = await StartAsync(target, Places);
    }

    /// <summary>Starts a target for one slice, as it is run in production; ended with <see cref="EndAsync"/>.</summary>
    public Task<RunningTarget> StartFreshAsync(Target target) => StartAsync(target, Places with { Hook = "" });

    private async Task<RunningTarget> StartAsync(Target target, Places places)
    {
        var running = await target.StartAsync(places, UpstreamPort);
        _alive.Add(running);
        if (running.Database is { } database)
            _rows[running] = new RowCheck(database);
        return running;
    }

    /// <summary>Ends a target.</summary>
    public async Task EndAsync(RunningTarget target)
    {
        if (_rows.Remove(target, out var rows))
            rows.Dispose();
        _alive.Remove(target);
        if (_running.GetValueOrDefault(target.Target.Key) == target)
            _running.Remove(target.Target.Key);
        await target.DisposeAsync();
    }

    /// <summary>True the first time a target sees something.</summary>
    public bool FirstOfItsKind(RunningTarget target, object kind) => _warm.Add((target, kind));

    /// <summary>Begins to look for what else uses the machine.</summary>
    public NoiseWatch WatchNoise() => new(OurCpu);

    /// <summary>Puts load on a target and measures it.</summary>
    public async Task<Slice> MeasureAsync(RunningTarget target, LoadPlan plan, bool collect = false)
    {
        var heap = await HeapProbe.AskAsync(target.HeapSocket, collect);
        var noise = WatchNoise();
        var cpu = target.CpuMicroseconds;
        LoadOutcome outcome;
        long peak;
        await using (var memory = new PeakMemory(target.Processes))
        {
            outcome = await LoadGenerator.RunAsync(plan);
            peak = memory.Bytes;
        }

        // What it takes to write the rows belongs to the calls.
        if (_rows.TryGetValue(target, out var rows))
            await rows.ArrivedAsync(outcome.Completed);
        cpu = target.CpuMicroseconds - cpu;
        var disturbance = noise.Disturbance();
        var after = await HeapProbe.AskAsync(target.HeapSocket, collect);
        var metrics = LoadMetrics.Of(plan, outcome, cpu, peak, heap, after, collect);
        return new Slice(metrics, disturbance, await FailureAsync(target, outcome));
    }

    /// <summary>What is wrong with the calls of a target, or with the rows it stored of them; null when nothing is.</summary>
    public async Task<string?> FailureAsync(RunningTarget target, LoadOutcome outcome)
    {
        NextId = outcome.EndId;
        if (_rows.TryGetValue(target, out var rows))
        {
            await rows.ArrivedAsync(outcome.Completed);
            if (rows.Compare(outcome) is { } mismatch)
                return mismatch;
        }

        return target.Death
            ?? (outcome.Failed.Count > 0 ? $"{outcome.Failed.Count} of {outcome.EndId - outcome.FirstId} calls failed: {outcome.Problem}" : outcome.Problem);
    }

    /// <summary>The rows of calls some of which the target may have given up; null when it has no store.</summary>
    /// <param name="target">The target.</param>
    /// <param name="outcome">The calls.</param>
    /// <param name="dropped">Rows it says it gave up, so far.</param>
    public async Task<RowTally?> TallyAsync(RunningTarget target, LoadOutcome outcome, Func<Task<long>> dropped)
    {
        NextId = outcome.EndId;
        if (!_rows.TryGetValue(target, out var rows))
            return null;
        await rows.ArrivedAsync(async () => outcome.Completed - await dropped());
        return rows.Tally(outcome);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _alive.ToList())
            await EndAsync(running);
        await _upstream.DisposeAsync();
        Directory.Delete(Places.Work, recursive: true);
    }

    private double OurCpu() =>
        ProcFiles.CpuMicroseconds([Environment.ProcessId, .. _upstream.Ids, .. _alive.SelectMany(target => target.Processes)]);
}
