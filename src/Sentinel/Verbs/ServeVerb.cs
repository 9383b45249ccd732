using System.CommandLine;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary><c>sentinel serve</c>, the default verb.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var command = new Command("serve", "Forward calls on the data port and answer on the admin port. The default.");
        command.SetAction(_ => 0);
        return command;
    }
}
