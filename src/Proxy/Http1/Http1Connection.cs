using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// One connection to an upstream: bytes out, and a buffer of what came in. Has memory only while a call uses it, and a small piece
/// for as long as little arrives at a time. Used by one call after the other, never by two at once.
/// </summary>
internal sealed class Http1Connection : IDisposable
{
    private const int SmallBytes = 4 * 1024;
    private const int LargeBytes = 32 * 1024;

    private readonly Socket _socket;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _filled;
    private ValueTask<int> _begun;
    private bool _hasBegun;
    private CancellationTokenRegistration _watch;
    private volatile bool _ended;

    private Http1Connection(Socket socket, long now) => (_socket, MadeAt) = (socket, now);

    /// <summary>When it was made, in ticks of the pool's clock.</summary>
    public long MadeAt { get; }

    /// <summary>When it was last given back, in ticks of the pool's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>What came in and was not consumed. Valid until the next receive.</summary>
    public Memory<byte> Received => _buffer.AsMemory(_start, _end - _start);

    /// <summary>True while nothing that came in waits to be consumed.</summary>
    public bool IsDrained => _start == _end;

    /// <summary>True once a byte has come since <see cref="BeginReceive"/>.</summary>
    public bool HasHeard { get; private set; }

    /// <summary>How long the upstream lets it rest; null when it does not say.</summary>
    public TimeSpan? RestsFor { get; set; }

    /// <summary>True when something can be read, be it only the end: of an idle connection, that it is of no more use.</summary>
    public bool HasNews
    {
        get
        {
            try
            {
                return _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (SocketException)
            {
                return true;
            }
        }
    }

    /// <exception cref="SocketException">Nobody listens there, or the name is not known.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async ValueTask<Http1Connection> OpenAsync(Http1Address address, long now, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(address.Host, address.Port), cancellationToken);
            return new Http1Connection(socket, now);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Begins to wait for the answer, before the request is sent: an idle connection that the upstream has closed shows itself that way, and
    /// an answer that comes early is not missed. False when something is there already.
    /// </summary>
    public bool BeginReceive()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(SmallBytes);
#pragma warning disable CA2012 // Awaited once, by the first receive.
        _begun = _socket.ReceiveAsync(_buffer.AsMemory(), SocketFlags.None, CancellationToken.None);
#pragma warning restore CA2012
        _hasBegun = true;
        HasHeard = false;
        return !_begun.IsCompleted;
    }

    /// <summary>Ends the connection when this is cancelled, until it is given back.</summary>
    public void EndWith(CancellationToken cancellation) =>
        _watch = cancellation.UnsafeRegister(static connection => ((Http1Connection)connection!).Abort(), this);

    /// <summary>Sends all of it.</summary>
    public ValueTask SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var send = _socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None);
        if (!send.IsCompletedSuccessfully)
            return SendRestAsync(send, bytes);
        var sent = send.GetAwaiter().GetResult();
        return sent == bytes.Length ? ValueTask.CompletedTask : SendRestAsync(new ValueTask<int>(sent), bytes);
    }

    /// <summary>Adds to <see cref="Received"/>; gives the number of bytes, 0 at the end. Whether that was at once shows in the task.</summary>
    public ValueTask<int> ReceiveAsync()
    {
        ValueTask<int> receive;
        if (_hasBegun)
        {
            _hasBegun = false;
            receive = _begun;
            _begun = default;
        }
        else
        {
            MakeRoom();
            receive = _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, CancellationToken.None);
        }

        if (!receive.IsCompletedSuccessfully)
            return AddAsync(receive);
        var count = receive.GetAwaiter().GetResult();
        Add(count);
        return new ValueTask<int>(count);
    }

    public void Consume(int bytes) => _start += bytes;

    /// <summary>
    /// Readies it for another call; false when it was ended meanwhile. What was received last stays valid until the memory is given back by
    /// whoever gets it here.
    /// </summary>
    public bool TryRest(out byte[] memory)
    {
        // Waits for an end that is under way.
        _watch.Dispose();
        memory = _buffer;
        _buffer = [];
        _start = _end = 0;
        _filled = false;
        return !_ended;
    }

    /// <remarks>The memory is left to the collector: a receive that was begun may still write to it.</remarks>
    public void Dispose()
    {
        _watch.Dispose();
        Abort();
    }

    /// <summary>Ends it in an orderly way, where that can still be, and whatever waits for it. May come from any thread.</summary>
    private void Abort()
    {
        _ended = true;
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The upstream ended it first, or it was ended here already.
        }

        _socket.Dispose();
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> AddAsync(ValueTask<int> receive)
    {
        var count = await receive;
        Add(count);
        return count;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendRestAsync(ValueTask<int> send, ReadOnlyMemory<byte> bytes)
    {
        bytes = bytes[await send..];
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, CancellationToken.None)..];
    }

    private void Add(int count)
    {
        _end += count;
        HasHeard |= count > 0;
        _filled = _end == _buffer.Length;
    }

    /// <summary>Room for the next receive: a small buffer, or a large one after one that was filled to its end.</summary>
    private void MakeRoom()
    {
        var kept = _end - _start;
        var size = Math.Max(_filled ? LargeBytes : SmallBytes, (int)BitOperations.RoundUpToPowerOf2((uint)kept * 2));
        if (_buffer.Length != size)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            _buffer.AsSpan(_start, kept).CopyTo(buffer);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = buffer;
        }
        else if (_start > 0)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
        }

        _start = 0;
        _end = kept;
    }
}
