using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>Ports of 127.0.0.1.</summary>
internal static class Ports
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(1);

    /// <summary>A port nobody listens on.</summary>
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until somebody listens.</summary>
    /// <exception cref="InvalidOperationException">The process ended, or took longer than a minute.</exception>
    public static async Task ListeningAsync(int port, ChildProcess process)
    {
        for (var since = Stopwatch.GetTimestamp(); !await AcceptsAsync(port); await Task.Delay(Poll))
        {
            if (process.Ended || Stopwatch.GetElapsedTime(since) > TimeSpan.FromMinutes(1))
                throw new InvalidOperationException($"{process.Name} does not listen. {process.LastWords()}");
        }
    }

    private static async Task<bool> AcceptsAsync(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
