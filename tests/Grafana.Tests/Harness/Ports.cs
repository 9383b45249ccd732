using System.Net;
using System.Net.Sockets;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>Ports of this machine.</summary>
internal static class Ports
{
    /// <summary>One that is free now.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
