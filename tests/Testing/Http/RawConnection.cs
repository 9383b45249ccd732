using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace LlmSentinel.Testing.Http;

/// <summary>
/// A TCP connection whose bytes are seen exactly as they come. Sends what it is given; keeps every read with its time.
/// Bytes read beyond what was asked for stay for the next read. Every wait has a deadline.
/// </summary>
public class RawConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly List<RawRead> _reads = [];
    private readonly byte[] _scratch = new byte[64 * 1024];
    private byte[] _pending = [];

    /// <summary>Takes over a connected socket.</summary>
    public RawConnection(Socket socket)
    {
        _socket = socket;
        _socket.NoDelay = true;
    }

    /// <summary>Longest wait of one read.</summary>
    public TimeSpan Deadline { get; set; } = Eventually.DefaultDeadline;

    /// <summary>Every read so far, in order, one entry per answer of the socket.</summary>
    public IReadOnlyList<RawRead> Reads => _reads;

    /// <summary>How the peer ended the connection, as far as reads have shown.</summary>
    public RawEnd End { get; private set; }

    /// <summary>Number of bytes that have been read and not yet asked for.</summary>
    protected int Pending => _pending.Length;

    /// <summary>Sends bytes, at once.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>Sends text as Latin-1, one byte per character.</summary>
    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>The next bytes, however many; empty once the peer has ended the connection (see <see cref="End"/>).</summary>
    public async Task<byte[]> ReadSomeAsync()
    {
        if (_pending.Length > 0)
        {
            var kept = _pending;
            _pending = [];
            return kept;
        }

        if (End != RawEnd.Open)
            return [];

        using var stop = new CancellationTokenSource(Deadline);
        try
        {
            var count = await _socket.ReceiveAsync(_scratch, stop.Token);
            if (count == 0)
            {
                End = RawEnd.Closed;
                return [];
            }

            var bytes = _scratch[..count];
            _reads.Add(new RawRead(Stopwatch.GetTimestamp(), bytes));
            return bytes;
        }
        catch (SocketException)
        {
            End = RawEnd.Reset;
            return [];
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"No bytes within {Deadline.TotalSeconds:0.#} s; seen so far: {Seen()}");
        }
    }

    /// <summary>Everything up to and including <paramref name="mark"/>; throws when the connection ends before it.</summary>
    public async Task<byte[]> ReadUntilAsync(string mark)
    {
        var wanted = Encoding.Latin1.GetBytes(mark);
        var bytes = new List<byte>();
        var from = 0;
        while (true)
        {
            var found = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes)[from..].IndexOf(wanted);
            if (found >= 0)
                return Split(bytes, from + found + wanted.Length);
            from = Math.Max(0, bytes.Count - wanted.Length + 1);
            await MoreAsync(bytes);
        }
    }

    /// <summary>Exactly <paramref name="count"/> bytes; throws when the connection ends before that.</summary>
    public async Task<byte[]> ReadExactlyAsync(int count)
    {
        var bytes = new List<byte>();
        while (bytes.Count < count)
            await MoreAsync(bytes);
        return Split(bytes, count);
    }

    /// <summary>Everything until the peer ends the connection, one way or the other.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var bytes = new List<byte>();
        while (await ReadSomeAsync() is { Length: > 0 } more)
            bytes.AddRange(more);
        return [.. bytes];
    }

    /// <summary>Ends the connection at once: the peer sees a reset (RST).</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    /// <summary>Ends the sending side in an orderly way: the peer sees end of stream (FIN) and may still answer.</summary>
    public void ShutdownSend() => _socket.Shutdown(SocketShutdown.Send);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private async Task MoreAsync(List<byte> bytes)
    {
        var more = await ReadSomeAsync();
        if (more.Length == 0)
            throw new EndOfStreamException($"The connection ended ({End}) too early; seen so far: {Seen()}");
        bytes.AddRange(more);
    }

    private byte[] Split(List<byte> bytes, int at)
    {
        _pending = [.. bytes.Skip(at)];
        return [.. bytes.Take(at)];
    }

    private string Seen()
    {
        var all = _reads.SelectMany(read => read.Bytes).ToArray();
        return $"{all.Length} bytes, the last of them '{Encoding.Latin1.GetString(all.AsSpan(Math.Max(0, all.Length - 300)))}'";
    }
}
