using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmSentinel.Hosting.Warming;

/// <summary>
/// Makes the calls of the warm-up. Not .NET's HTTP client: that is loaded and compiled for upstreams that need it, and takes time and memory
/// where none does.
/// </summary>
internal static class LoopbackClient
{
    /// <summary>Posts JSON to a port of this machine and reads the answer to its end.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    /// <exception cref="IOException">It was answered with an error.</exception>
    public static async Task PostAsync(Uri address, string path, string json, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port, cancellationToken);
        var call = Encoding.UTF8.GetBytes(
            $"POST /{path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer warm-up\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\nConnection: close\r\n\r\n{json}");
        await socket.SendAsync(call, cancellationToken);

        var buffer = new byte[4096];
        var count = await socket.ReceiveAsync(buffer, cancellationToken);
        if (!buffer.AsSpan(0, count).StartsWith("HTTP/1.1 200"u8))
            throw new IOException("The warm-up's call was not answered as it should be.");
        while (count > 0)
            count = await socket.ReceiveAsync(buffer, cancellationToken);
    }
}
