using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LlmSentinel.Bench.SideBySide.Measure;

/// <summary>What the startup hook of a .NET target tells of its heap.</summary>
/// <param name="Allocated">Bytes allocated since the start.</param>
/// <param name="PauseTicks">Time of all pauses, in ticks of 100 ns.</param>
/// <param name="Collections">Collections of any generation.</param>
/// <param name="FullCollections">Collections of generation 2.</param>
/// <param name="LargeObjects">Bytes on the large object heap after the last collection.</param>
internal readonly record struct HeapSample(long Allocated, long PauseTicks, long Collections, long FullCollections, long LargeObjects);

/// <summary>Asks the startup hook over its socket.</summary>
internal static class HeapProbe
{
    /// <summary>The state of the heap; null when nobody answers.</summary>
    /// <param name="socketPath">Where the hook listens.</param>
    /// <param name="collect">Whether a full collection goes before.</param>
    public static async Task<HeapSample?> AskAsync(string? socketPath, bool collect)
    {
        if (socketPath is null || !File.Exists(socketPath))
            return null;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(socketPath));
            await using var stream = new NetworkStream(socket);
            await stream.WriteAsync(collect ? "collect\n"u8.ToArray() : "look\n"u8.ToArray());
            using var reader = new StreamReader(stream, Encoding.ASCII);
            var values = (await reader.ReadLineAsync() ?? "").Split(' ').Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToArray();
            return new HeapSample(values[0], values[1], values[2], values[3], values[4]);
        }
        catch (Exception e) when (e is SocketException or IOException or FormatException)
        {
            return null;
        }
    }
}
