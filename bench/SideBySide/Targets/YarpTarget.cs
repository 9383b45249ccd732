using System.Diagnostics;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>Plain YARP.</summary>
internal sealed class YarpTarget : Target
{
    public override string Name => TargetNames.Yarp;

    public override string? Missing(Places places) => File.Exists(places.Bench) ? null : $"{places.Bench} was not built";

    public override async Task<RunningTarget> StartAsync(Places places, int upstreamPort)
    {
        var folder = places.NewFolder(Name);
        var port = Ports.Free();
        var start = new ProcessStartInfo(places.Bench, ["yarp", $"http://127.0.0.1:{port}", $"http://127.0.0.1:{upstreamPort}"])
        {
            WorkingDirectory = folder,
        };
        var heap = DotnetEnvironment.Prepare(start, places, folder);
        var process = ChildProcess.Start(Name, start);
        await Ports.ListeningAsync(port, process);
        return new RunningTarget(this, port, process) { HeapSocket = heap };
    }
}
