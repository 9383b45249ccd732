using System.Diagnostics;
using LlmSentinel.Bench.SideBySide.Results;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>Portkey's gateway from npm, one process, as its package starts it; it reads and writes every body anew.</summary>
internal sealed class PortkeyTarget : Target
{
    private const string Server = "node_modules/@portkey-ai/gateway/build/start-server.js";

    public override string Name => TargetNames.Portkey;

    public override bool KeepsBodies => false;

    public override string? Missing(Places places) =>
        File.Exists(Path.Combine(places.Portkey, Server)) ? null : "its npm package is not installed (bench.sh installs it where there is npm)";

    public override async Task<RunningTarget> StartAsync(Places places, int upstreamPort)
    {
        var port = Ports.Free();
        var start = new ProcessStartInfo("node", ["--require", "./loopback.cjs", Server, $"--port={port}", "--headless"])
        {
            WorkingDirectory = places.Portkey,
        };
        start.Environment["NODE_ENV"] = "production";
        start.Environment["TRUSTED_CUSTOM_HOSTS"] = "127.0.0.1";
        var process = ChildProcess.Start(Name, start);
        await Ports.ListeningAsync(port, process);
        return new RunningTarget(this, port, process)
        {
            Headers = new Dictionary<string, string>
            {
                ["x-portkey-provider"] = "openai",
                ["x-portkey-custom-host"] = $"http://127.0.0.1:{upstreamPort}/v1",
            },
        };
    }
}
