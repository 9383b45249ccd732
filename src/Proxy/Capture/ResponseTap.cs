using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using LlmSentinel.Proxy.Forwarding;
using Microsoft.AspNetCore.Http.Features;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// Stands in for the response body. Starts the real write first, then looks at the same memory and returns the real
/// write's task: bytes leave before they are read, and no state machine is added.
/// </summary>
internal sealed class ResponseTap(ObservedExchange exchange) : WriteOnlyStream, IHttpResponseBodyFeature
{
    private IHttpResponseBodyFeature _inner = null!;
    private Stream _stream = null!;

    public Stream Stream => this;

    public PipeWriter Writer => _inner.Writer;

    /// <summary>True: the body is framed here, because trailers follow it.</summary>
    public bool SendsTrailers { get; set; }

    public void Attach(IHttpResponseBodyFeature inner)
    {
        SendsTrailers = false;
        _inner = inner;
        _stream = inner.Stream;
    }

    /// <summary>Null when nothing was attached.</summary>
    public IHttpResponseBodyFeature? Detach()
    {
        var inner = _inner;
        _inner = null!;
        _stream = null!;
        return inner;
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Stopwatch.GetTimestamp();
        if (SendsTrailers)
            return WriteChunk(buffer, read, cancellationToken);
        if (exchange.Stripper is { } stripper)
            return WriteStripped(stripper, buffer, read, cancellationToken);

        var write = _stream.WriteAsync(buffer, cancellationToken);
        exchange.OnResponseBytes(buffer.Span, read);
        return write.IsCompleted ? write : AwaitClient(write);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask AwaitClient(ValueTask write)
    {
        exchange.Deadline.ClientStalls();
        try
        {
            await write;
        }
        finally
        {
            exchange.Deadline.ClientReads(Stopwatch.GetTimestamp());
        }
    }

    private ValueTask WriteStripped(StrippedResponse stripper, ReadOnlyMemory<byte> buffer, long read, CancellationToken cancellationToken)
    {
        var kept = stripper.Process(buffer);
        if (stripper.Failed)
            exchange.OnStripperFailed();
        var write = kept.IsEmpty ? ValueTask.CompletedTask : _stream.WriteAsync(kept, cancellationToken);
        exchange.OnResponseBytes(buffer.Span, read);
        return write.IsCompleted ? write : AwaitClient(write);
    }

    private async ValueTask WriteChunk(ReadOnlyMemory<byte> buffer, long read, CancellationToken cancellationToken)
    {
        var (rented, length) = ChunkedTrailers.Chunk(buffer.Span);
        try
        {
            var write = _stream.WriteAsync(rented.AsMemory(0, length), cancellationToken);
            exchange.OnResponseBytes(buffer.Span, read);
            await (write.IsCompleted ? write : AwaitClient(write));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Ends a body framed here, with what <see cref="ChunkedTrailers"/> made of its end.</summary>
    public ValueTask WriteTrailersAsync(byte[] end, CancellationToken cancellationToken) => _stream.WriteAsync(end, cancellationToken);

    /// <summary>Writes what a rewritten stream still holds back when it ends.</summary>
    public ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (exchange.Stripper is not { } stripper)
            return ValueTask.CompletedTask;
        var rest = stripper.Finish();
        return rest.IsEmpty ? ValueTask.CompletedTask : _stream.WriteAsync(rest, cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => _stream.FlushAsync(cancellationToken);

    public void DisableBuffering() => _inner.DisableBuffering();

    public Task StartAsync(CancellationToken cancellationToken = default) => _inner.StartAsync(cancellationToken);

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        _inner.SendFileAsync(path, offset, count, cancellationToken);

    public Task CompleteAsync() => _inner.CompleteAsync();
}
