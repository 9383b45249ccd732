using System.Net.Sockets;
using LlmSentinel.Simulator;
using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Sentinel.Simulate;

/// <summary>Runs a simulator until it is cancelled and shows what it does. Exit code 0, or 1 with a reason when it cannot start.</summary>
internal static class SimulateRun
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LogPause = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(Func<SimulatorOptions> options, TextWriter output, TextWriter errors, TimeProvider time, CancellationToken cancellation)
    {
        SimulatorHost host;
        try
        {
            host = await SimulatorHost.StartAsync(options(), cancellation);
        }
        catch (Exception e) when (e is ScenarioException or IOException or SocketException or FormatException)
        {
            await errors.WriteLineAsync(e.Message);
            return 1;
        }
        await using (host)
        {
            await output.WriteAsync(SimulateBanner.For(host));
            await output.FlushAsync(cancellation);
            await ShowAsync(host, output, time, cancellation);
        }
        return 0;
    }

    // One line that is written over on a terminal; elsewhere a line now and then when something has happened.
    private static async Task ShowAsync(SimulatorHost host, TextWriter output, TimeProvider time, CancellationToken cancellation)
    {
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        using var timer = new PeriodicTimer(terminal ? TerminalPause : LogPause, time);
        var shown = 0L;
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation))
            {
                var totals = host.Stats.Totals;
                if (terminal) await output.WriteAsync($"\r\u001b[K{SimulateBanner.Counters(totals, host.Engine.ScenarioTime)}");
                else if (totals.Requests != shown) await output.WriteLineAsync(SimulateBanner.Counters(totals, host.Engine.ScenarioTime));
                shown = totals.Requests;
            }
        }
        catch (OperationCanceledException)
        {
            await output.WriteLineAsync((terminal ? "\r\u001b[K" : "") + SimulateBanner.Counters(host.Stats.Totals, host.Engine.ScenarioTime));
        }
    }
}
