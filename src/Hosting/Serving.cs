using LlmSentinel.Configuration;
using LlmSentinel.Hosting.Warming;

namespace LlmSentinel.Hosting;

/// <summary>Runs a sidecar as a program: says what is wrong with its configuration, where it listens, and when it stops.</summary>
public static class Serving
{
    /// <summary>Runs until it is told to stop. Exit code 1 when the configuration is invalid or a port is taken.</summary>
    public static async Task<int> RunAsync(
        Edition edition, ConfigurationLoader loader, string? path, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(edition);
        ArgumentNullException.ThrowIfNull(loader);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        using var stop = new StopSignal();
        _ = Rehearsal.Begin();
        var loaded = loader.Load(path);
        if (loaded.Snapshot is not { } configuration)
        {
            foreach (var problem in loaded.Errors)
                await error.WriteLineAsync(problem.ToString());
            await error.WriteLineAsync("The sentinel does not start with an invalid configuration.");
            return 1;
        }

        SentinelHost host;
        try
        {
            host = await SentinelHost.StartAsync(edition, configuration, loader, path, cancellationToken);
        }
        catch (IOException e)
        {
            await error.WriteLineAsync($"The sentinel cannot start: {e.Message} Another sentinel may be running; proxy.listen and admin.listen say where this one listens.");
            return 1;
        }

        await using (host)
        {
            await Banner.WriteAsync(output, configuration, host);
            await stop.WaitAsync(cancellationToken);
            await output.WriteLineAsync($"Stopping: calls in flight have {configuration.Options.Proxy.DrainTimeout.TotalSeconds:0} s to finish.");
            await host.StopAsync();
        }

        return 0;
    }
}
