using System.Text.Json;
using LlmSentinel.Bench.SideBySide.Targets;

namespace LlmSentinel.Bench.SideBySide.Measure;

/// <summary>Versions of what is compared.</summary>
internal static class Versions
{
    public static IReadOnlyDictionary<string, string> Of(Places places)
    {
        var versions = new Dictionary<string, string?>
        {
            ["dotnet"] = Environment.Version.ToString(),
            ["Yarp.ReverseProxy"] = typeof(global::Yarp.ReverseProxy.Configuration.RouteConfig).Assembly.GetName().Version?.ToString(3),
            ["nginx"] = NginxTarget.Program is { } nginx ? MachineFacts.Output(nginx, "-v")?.Split('/')[^1] : null,
            ["node"] = MachineFacts.Output("node", "--version")?.TrimStart('v'),
        };
        var portkey = Path.Combine(places.Portkey, "node_modules/@portkey-ai/gateway/package.json");
        if (File.Exists(portkey))
            versions["portkey"] = JsonElement.Parse(File.ReadAllText(portkey)).GetProperty("version").GetString();
        return versions.Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!);
    }
}
