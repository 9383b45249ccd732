using System.CommandLine;
using LlmSentinel.Configuration;
using LlmSentinel.Sentinel.Hosting;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel serve</c>, the default verb.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Forward calls on the data port and answer on the admin port. The default.");
        command.SetAction((result, cancellationToken) => ServeAsync(
            ConfigurationLoader.ForProcess(), result.GetValue(CommonOptions.Config),
            result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    /// <summary>Runs until it is told to stop. Exit code 1 when the configuration is invalid or a port is taken.</summary>
    public static async Task<int> ServeAsync(
        ConfigurationLoader loader, string? path, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
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
            host = await SentinelHost.StartAsync(configuration, loader, path, cancellationToken);
        }
        catch (IOException e)
        {
            await error.WriteLineAsync($"The sentinel cannot start: {e.Message} Another sentinel may be running; proxy.listen and admin.listen say where this one listens.");
            return 1;
        }

        await using (host)
        {
            await Banner.WriteAsync(output, configuration, host);
            await StopSignal.WaitAsync(cancellationToken);
            await output.WriteLineAsync($"Stopping: calls in flight have {configuration.Options.Proxy.DrainTimeout.TotalSeconds:0} s to finish.");
            await host.StopAsync();
        }

        return 0;
    }
}
