using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LlmSentinel.Testing.Http;

/// <summary>
/// A server that speaks exact bytes: broken heads, resets, chunks cut short, a head and then silence, 1xx answers.
/// The script runs once per connection; when it returns, the connection is closed.
/// </summary>
public sealed class RawTcpUpstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<RawConnection, Task> _script;
    private int _count;

    /// <summary>Starts to listen on a free port of 127.0.0.1.</summary>
    public RawTcpUpstream(Func<RawConnection, Task> script)
    {
        _script = script;
        _listener.Start();
        BaseAddress = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _ = AcceptAsync();
    }

    /// <summary>Address to forward to.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Connections accepted so far.</summary>
    public int Connections => Volatile.Read(ref _count);

    /// <summary>A script that reads one request head and answers it with fixed bytes, then closes.</summary>
    public static RawTcpUpstream Answering(string response) => new(async connection =>
    {
        await connection.ReadUntilAsync("\r\n\r\n");
        await connection.SendAsync(response);
        connection.ShutdownSend();
        await connection.ReadToEndAsync();
    });

    /// <summary>Stops listening; connections whose script is still waiting end with the test.</summary>
    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync();
                Interlocked.Increment(ref _count);
                _connections.Add(ServeAsync(new RawConnection(socket)));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Intentionally ignored: the listener was disposed.
        }
    }

    private async Task ServeAsync(RawConnection connection)
    {
        await using (connection)
        {
            try
            {
                await _script(connection);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or EndOfStreamException or TimeoutException)
            {
                // Intentionally ignored: the client ended the connection before the script did.
            }
        }
    }
}
