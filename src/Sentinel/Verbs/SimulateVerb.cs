using System.CommandLine;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Simulate;
using LlmSentinel.Simulator;
using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel simulate</c>: a provider in a box on a port of this machine.</summary>
internal static class SimulateVerb
{
    private const int DefaultPort = 4199;

    public static Command Create()
    {
        var host = new Option<string>("--host") { Description = "IP address to listen on.", DefaultValueFactory = _ => "127.0.0.1", HelpName = "IP" };
        var port = new Option<int>("--port", "-p") { Description = "Port; 0 takes a free one.", DefaultValueFactory = _ => DefaultPort, HelpName = "PORT" };
        var http2 = new Option<int?>("--http2-port") { Description = "A second port for HTTP/2 without TLS.", HelpName = "PORT" };
        var scenario = new Option<string?>("--scenario", "-s")
        {
            Description = $"Scenario file, or one of {string.Join(", ", Scenario.BuiltIn)}. Default: every answer comes at once.", HelpName = "FILE|NAME",
        };
        var seed = new Option<ulong>("--seed") { Description = "The same seed and requests give the same answers.", DefaultValueFactory = _ => 1UL, HelpName = "N" };
        var speed = new Option<double>("--speed") { Description = "Scenario seconds per real second; latencies stay as they are.", DefaultValueFactory = _ => 1.0, HelpName = "X" };
        speed.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1e6)) result.AddError("--speed must be above 0.");
        });

        var command = new Command("simulate", "Run a simulated provider that speaks OpenAI, Azure, Anthropic, Gemini and Ollama.") { host, port, http2, scenario, seed, speed };
        command.SetAction((result, cancellationToken) =>
        {
            SimulatorOptions Options() => new()
            {
                Host = result.GetRequiredValue(host),
                Port = result.GetRequiredValue(port),
                Http2Port = result.GetValue(http2),
                Scenario = result.GetValue(scenario) is { } file ? Scenario.Load(file) : new Scenario(),
                Seed = result.GetRequiredValue(seed),
                Speed = result.GetRequiredValue(speed),
            };
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            return StopSignal.RunAsync(stop => SimulateRun.RunAsync(Options, output, error, TimeProvider.System, stop), cancellationToken);
        });
        return command;
    }
}
