using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>A keep-alive HTTP/1.1 server on a raw socket: reads whole requests, one after the other, and lets a script answer with exact bytes.</summary>
internal sealed class WireUpstream : IAsyncDisposable
{
    private readonly RawTcpUpstream _tcp;
    private readonly Func<WireRequest, Task> _answer;
    private readonly ConcurrentQueue<WireRequest> _requests = new();
    private int _connections;

    public WireUpstream(Func<WireRequest, Task> answer)
    {
        _answer = answer;
        _tcp = new RawTcpUpstream(ServeAsync);
    }

    public RawTcpUpstream Tcp => _tcp;

    public int Connections => _tcp.Connections;

    /// <summary>What was received so far, in order of arrival.</summary>
    public IReadOnlyList<WireRequest> Requests => [.. _requests];

    public ValueTask DisposeAsync() => _tcp.DisposeAsync();

    private async Task ServeAsync(RawConnection connection)
    {
        var number = Interlocked.Increment(ref _connections);
        for (var nth = 1; ; nth++)
        {
            var head = Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n\r\n"));
            var request = new WireRequest(number, nth, head, [], connection);
            request = request with { Body = await ReadBodyAsync(request, connection) };
            _requests.Enqueue(request);
            await _answer(request);
            if (!request.Close)
                continue;
            if (connection.End == RawEnd.Open)
                connection.ShutdownSend();
            return;
        }
    }

    private static async Task<byte[]> ReadBodyAsync(WireRequest request, RawConnection connection)
    {
        if (request.Header("Content-Length") is [var length, ..])
            return await connection.ReadExactlyAsync(int.Parse(length, CultureInfo.InvariantCulture));
        if (request.Header("Transfer-Encoding").Count == 0)
            return [];

        var body = new List<byte>();
        while (true)
        {
            var line = Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n")).Trim();
            var size = int.Parse(line, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange((await connection.ReadExactlyAsync(size + 2))[..size]);
            if (size == 0)
                return [.. body];
        }
    }
}
