using System.Diagnostics;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary><c>sentinel serve</c>, or the lean sidecar: the same configuration, another program.</summary>
internal sealed class SentinelTarget : Target
{
    private bool _recording;
    private bool _sampling;
    private bool _lean;
    private bool _storeAway;

    /// <summary>The sentinel with everything on.</summary>
    public static SentinelTarget Full { get; } = new() { _recording = true, _sampling = true };

    /// <summary>The sentinel without store and samples.</summary>
    public static SentinelTarget Observing { get; } = new();

    /// <summary>The lean sidecar with everything on.</summary>
    public static SentinelTarget Lean { get; } = new() { _recording = true, _sampling = true, _lean = true };

    public override string Name => _lean ? TargetNames.Sidecar : _recording ? TargetNames.Sentinel : TargetNames.SentinelObserving;

    public override string Key => Name + (_recording && !_sampling ? ", unsampled" : "") + (_storeAway ? ", store away" : "");

    public override Target Unsampled => new SentinelTarget { _recording = _recording, _lean = _lean };

    public override Target? StoreAway => new SentinelTarget { _recording = _recording, _sampling = _sampling, _lean = _lean, _storeAway = true };

    public override string? Missing(Places places) => File.Exists(Program(places)) ? null : $"{Program(places)} was not built";

    public override async Task<RunningTarget> StartAsync(Places places, int upstreamPort)
    {
        var folder = places.NewFolder(Name);
        var (port, adminPort) = (Ports.Free(), Ports.Free());
        await SentinelConfiguration.WriteAsync(folder, port, adminPort, upstreamPort, Store(folder), _sampling);
        var start = new ProcessStartInfo(Program(places), _lean ? ["--config", "sentinel.yaml"] : ["serve", "--config", "sentinel.yaml"]) { WorkingDirectory = folder };
        var heap = DotnetEnvironment.Prepare(start, places, folder);
        var process = ChildProcess.Start(Name, start);
        await Ports.ListeningAsync(port, process);
        return new RunningTarget(this, port, process)
        {
            AdminPort = adminPort,
            // Native code loads no hook.
            HeapSocket = _lean ? null : heap,
            Database = _recording && !_storeAway ? SentinelConfiguration.Database(folder) : null,
        };
    }

    private string Store(string folder) =>
        _storeAway ? SentinelConfiguration.Away(folder) : _recording ? SentinelConfiguration.Sqlite(folder) : SentinelConfiguration.NoStore;

    private string Program(Places places) => _lean ? places.Sidecar : places.Sentinel;
}
