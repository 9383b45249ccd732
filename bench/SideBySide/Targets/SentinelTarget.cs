using System.Diagnostics;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary><c>sentinel serve</c>.</summary>
/// <param name="recording">With its store and samples, or only with its metrics.</param>
internal sealed class SentinelTarget(bool recording) : Target
{
    public override string Name => recording ? TargetNames.Sentinel : TargetNames.SentinelObserving;

    public override string? Missing(Places places) => File.Exists(places.Sentinel) ? null : $"{places.Sentinel} was not built";

    public override async Task<RunningTarget> StartAsync(Places places, int upstreamPort)
    {
        var folder = places.NewFolder(Name);
        var port = Ports.Free();
        await SentinelConfiguration.WriteAsync(folder, port, upstreamPort, recording);
        var start = new ProcessStartInfo(places.Sentinel, ["serve"]) { WorkingDirectory = folder };
        var heap = DotnetEnvironment.Prepare(start, places, folder);
        var process = ChildProcess.Start(Name, start);
        await Ports.ListeningAsync(port, process);
        return new RunningTarget(this, port, process) { HeapSocket = heap, Database = recording ? SentinelConfiguration.Database(folder) : null };
    }
}
