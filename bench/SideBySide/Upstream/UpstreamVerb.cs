using System.Globalization;
using System.Runtime.InteropServices;

namespace LlmSentinel.Bench.SideBySide.Upstream;

/// <summary><c>upstream [port]</c>: the provider as a process of its own.</summary>
internal static class UpstreamVerb
{
    public static int Run(string[] arguments)
    {
        using var server = new UpstreamServer(arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 0);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            server.Stop();
        });
        Console.WriteLine($"listening {server.Port}");
        server.Run();
        return 0;
    }
}
