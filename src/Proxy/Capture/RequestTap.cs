using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// Stands in for the request body: hands each piece on as it is read and looks at it on the way. Zero-byte reads pass through,
/// because the forwarder waits on one before it rents a buffer.
/// </summary>
internal sealed class RequestTap(ObservedExchange exchange) : Stream
{
    private Stream _inner = Null;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void Attach(Stream inner) => _inner = inner;

    public void Detach() => _inner = Null;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = _inner.ReadAsync(buffer, cancellationToken);
        if (buffer.IsEmpty)
            return read;
        if (!read.IsCompletedSuccessfully)
            return ReadSlowly(read, buffer);

        var count = read.GetAwaiter().GetResult();
        exchange.OnRequestBytes(buffer.Span[..count], Stopwatch.GetTimestamp());
        return new ValueTask<int>(count);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSlowly(ValueTask<int> pending, Memory<byte> buffer)
    {
        var count = await pending;
        exchange.OnRequestBytes(buffer.Span[..count], Stopwatch.GetTimestamp());
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
