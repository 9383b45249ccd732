using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmSentinel.Testing.Http;

/// <summary>
/// An HTTP/1.1 client that sends exactly the bytes it is given and shows exactly the bytes it gets, each read with its
/// time. For proving what libraries hide: byte equality, head before body, chunk timing, aborts, 1xx answers, pipelining.
/// </summary>
public sealed class RawHttpClient : RawConnection
{
    private RawHttpClient(Socket socket)
        : base(socket)
    {
    }

    /// <summary>Connects to the host and port of an address; its path is of no meaning.</summary>
    public static async Task<RawHttpClient> ConnectAsync(Uri address)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.TryParse(address.Host, out var ip)
            ? new IPEndPoint(ip, address.Port)
            : new DnsEndPoint(address.Host, address.Port));
        return new RawHttpClient(socket);
    }

    /// <summary>Sends one POST with a JSON body and a content length.</summary>
    public Task PostAsync(string target, string json, params string[] headerLines)
    {
        var body = Encoding.UTF8.GetBytes(json);
        var head = new StringBuilder($"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n");
        head.Append(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n");
        foreach (var line in headerLines)
            head.Append(line).Append("\r\n");
        return SendAsync((byte[])[.. Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), .. body]);
    }

    /// <summary>Sends one GET.</summary>
    public Task GetAsync(string target, params string[] headerLines) =>
        SendAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\n{string.Concat(headerLines.Select(line => line + "\r\n"))}\r\n");

    /// <summary>The next head, 1xx heads included.</summary>
    public async Task<string> ReadHeadAsync() => Encoding.Latin1.GetString(await ReadUntilAsync("\r\n\r\n"));

    /// <summary>The next response, whole; 1xx answers before it are passed over. A body cut short is returned as far as it came.</summary>
    public async Task<RawResponse> ReadResponseAsync(bool toHeadRequest = false)
    {
        var head = await ReadHeadAsync();
        while (head[9] == '1' && !head.StartsWith("HTTP/1.1 101", StringComparison.Ordinal))
            head = await ReadHeadAsync();
        return await ReadBodyAsync(head, toHeadRequest);
    }

    /// <summary>The body that belongs to a head already read.</summary>
    public async Task<RawResponse> ReadBodyAsync(string head, bool toHeadRequest = false)
    {
        var known = new RawResponse(head, [], [], "", true);
        if (toHeadRequest || known.Status is 204 or 304)
            return known;
        if (known.Header("Transfer-Encoding").Any(value => value.EndsWith("chunked", StringComparison.OrdinalIgnoreCase)))
            return await ReadChunksAsync(known);
        if (known.Header("Content-Length") is [var length, ..])
            return await ReadLengthAsync(known, int.Parse(length, CultureInfo.InvariantCulture));

        var rest = await ReadToEndAsync();
        return known with { RawBody = rest, Body = rest, Complete = End == RawEnd.Closed };
    }

    private async Task<RawResponse> ReadLengthAsync(RawResponse known, int length)
    {
        var body = new List<byte>();
        while (body.Count < length)
        {
            try
            {
                body.AddRange(await ReadExactlyAsync(1));
                body.AddRange(await TakePendingAsync(length - body.Count));
            }
            catch (EndOfStreamException)
            {
                break;
            }
        }

        return known with { RawBody = [.. body], Body = [.. body], Complete = body.Count == length };
    }

    private Task<byte[]> TakePendingAsync(int atMost) =>
        ReadExactlyAsync(Math.Min(atMost, Pending));

    private async Task<RawResponse> ReadChunksAsync(RawResponse known)
    {
        var raw = new List<byte>();
        var body = new List<byte>();
        try
        {
            while (true)
            {
                var line = await ReadUntilAsync("\r\n");
                raw.AddRange(line);
                var size = int.Parse(Encoding.Latin1.GetString(line).Split(';')[0].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (size == 0)
                    break;
                var chunk = await ReadExactlyAsync(size + 2);
                raw.AddRange(chunk);
                body.AddRange(chunk[..^2]);
            }

            var trailers = new StringBuilder();
            for (var line = await ReadUntilAsync("\r\n"); ; line = await ReadUntilAsync("\r\n"))
            {
                raw.AddRange(line);
                if (line.Length == 2)
                    break;
                trailers.Append(Encoding.Latin1.GetString(line));
            }

            return known with { RawBody = [.. raw], Body = [.. body], Trailers = trailers.ToString() };
        }
        catch (EndOfStreamException)
        {
            return known with { RawBody = [.. raw], Body = [.. body], Complete = false };
        }
    }
}
