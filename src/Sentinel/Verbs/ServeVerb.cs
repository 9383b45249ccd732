using System.CommandLine;
using LlmSentinel.Configuration;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Hosting;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel serve</c>, the default verb.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Forward calls on the data port and answer on the admin port. The default.");
        command.SetAction((result, cancellationToken) => Serving.RunAsync(
            FullEdition.Instance, ConfigurationLoader.ForProcess(), result.GetValue(CommonOptions.Config),
            result.InvocationConfiguration.Output, result.InvocationConfiguration.Error, cancellationToken));
        return command;
    }
}
