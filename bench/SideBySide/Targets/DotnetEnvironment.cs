using System.Diagnostics;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>What .NET targets get so that their heap can be looked at.</summary>
internal static class DotnetEnvironment
{
    // What the bench itself runs with is not for the programs it measures.
    private static readonly string[] NotInherited =
        ["DOTNET_gcServer", "DOTNET_GCHeapCount", "DOTNET_TieredPGO", "DOTNET_TieredCompilation", "DOTNET_STARTUP_HOOKS", "ASPNETCORE_URLS"];

    /// <summary>Loads the startup hook and returns the socket where it will answer; null when there is no hook.</summary>
    public static string? Prepare(ProcessStartInfo start, Places places, string folder)
    {
        foreach (var name in NotInherited)
            start.Environment.Remove(name);
        if (!File.Exists(places.Hook))
            return null;
        var socket = Path.Combine(folder, "heap.sock");
        start.Environment["DOTNET_STARTUP_HOOKS"] = places.Hook;
        start.Environment["BENCH_HOOK_SOCKET"] = socket;
        return socket;
    }
}
