using System.Net;
using System.Net.Sockets;
using LlmSentinel.Configuration;

namespace LlmSentinel.Sentinel.Demo;

/// <summary>The sidecar's configuration in the demo: the usual ports when they are free, every upstream the simulator, a database that goes away.</summary>
internal static class DemoConfiguration
{
    private const int DataPort = 4100;
    private const int AdminPort = 4101;

    public static ConfigurationSnapshot Create(Uri provider, string folder)
    {
        var yaml = $$"""
            proxy:
              listen: ["127.0.0.1:{{FreeOr(DataPort)}}"]
              drainTimeout: 1s
            admin:
              listen: 127.0.0.1:{{FreeOr(AdminPort)}}
            logging:
              level: error
            store:
              path: "{{Path.Combine(folder, "demo.db").Replace("\\", "/", StringComparison.Ordinal)}}"
            upstreams:
              openai: { address: "{{provider}}" }
              anthropic: { address: "{{provider}}" }
              gemini: { address: "{{provider}}" }
              ollama:
                address: "{{provider}}"
                localCost: { hardwarePerHour: 0.20, watts: 250, pricePerKwh: 0.30 }
            """;
        // Not this process's environment: a variable of the user's own sidecar has no place here.
        return new ConfigurationLoader(new Dictionary<string, string>(), folder).LoadText(yaml, "demo").GetSnapshot();
    }

    private static int FreeOr(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return port;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
