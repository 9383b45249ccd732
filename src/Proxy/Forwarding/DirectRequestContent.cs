using System.Buffers;
using System.Diagnostics;
using System.Net;
using LlmSentinel.Proxy.Capture;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// A request body on its way from the client's connection to the upstream's. Head and body leave in one segment where the body is there
/// already; where it is not, what came so far is sent before more is waited for.
/// </summary>
internal sealed class DirectRequestContent(ObservedExchange exchange) : HttpContent
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>Whose fault a failed body was; <see cref="ForwarderError.None"/> while none failed.</summary>
    public ForwarderError Error { get; private set; }

    /// <summary>How it failed.</summary>
    public Exception? Failure { get; private set; }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        exchange.Held is { } held ? SendHeldAsync(stream, held, cancellationToken) : CopyAsync(stream, cancellationToken);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // The length stands in the copied header, or the body is chunked.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task SendHeldAsync(Stream upstream, HeldBody body, CancellationToken cancellationToken)
    {
        try
        {
            var write = upstream.WriteAsync(body.Memory, cancellationToken);
            exchange.OnRequestBytes(body.Memory.Span, Stopwatch.GetTimestamp());
            await write;
        }
        catch (Exception e)
        {
            Error = ForwarderError.RequestBodyDestination;
            Failure = e;
            throw;
        }
    }

    private async Task CopyAsync(Stream upstream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(Headers.ContentLength ?? BufferBytes, BufferBytes));
        var side = ForwarderError.RequestBodyClient;
        try
        {
            while (true)
            {
                side = ForwarderError.RequestBodyClient;
                var read = exchange.RequestTap.ReadAsync(buffer, cancellationToken);
                if (!read.IsCompleted)
                {
                    side = ForwarderError.RequestBodyDestination;
                    await upstream.FlushAsync(cancellationToken);
                    side = ForwarderError.RequestBodyClient;
                }

                var count = await read;
                if (count == 0)
                    return;
                side = ForwarderError.RequestBodyDestination;
                await upstream.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception e)
        {
            Error = side;
            Failure = e;
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
