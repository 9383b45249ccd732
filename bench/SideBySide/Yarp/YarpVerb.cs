using Yarp.ReverseProxy.Configuration;

namespace LlmSentinel.Bench.SideBySide.Yarp;

/// <summary><c>yarp URL UPSTREAM</c>: plain YARP, one route from its configuration model and nothing else.</summary>
internal static class YarpVerb
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (url, upstream) = (arguments[0], arguments[1]);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions());
        // A log line per call is nobody's choice in production.
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "llm", Match = new RouteMatch { Path = "{**rest}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "llm",
                    Destinations = new Dictionary<string, DestinationConfig> { ["llm"] = new() { Address = upstream } },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        await app.StartAsync();
        Console.WriteLine($"listening {url}");
        await app.WaitForShutdownAsync();
        return 0;
    }
}
