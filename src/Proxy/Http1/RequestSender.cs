using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using LlmSentinel.Proxy.Capture;
using LlmSentinel.Proxy.Forwarding;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// Sends a request up. Head and body leave in one segment where the body is there already; where it is not, what came so far is
/// sent before more is waited for.
/// </summary>
internal static class RequestSender
{
    private const int HeadBytes = 2 * 1024;
    private const int MostBytes = 64 * 1024;

    // Less room than this is not worth a read.
    private const int LeastRoom = 1024;

    // At most four hexadecimal digits and a line end before a chunk, a line end behind it; then the last chunk.
    private const int LongestChunk = 0xFFFF;
    private const int ChunkStart = 6;
    private const int ChunkEnd = 2;
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();

    /// <summary>Sends it. Does not throw: whose fault a failure was stands in the result.</summary>
    /// <param name="context">The client's call.</param>
    /// <param name="exchange">The same as observed.</param>
    /// <param name="connection">To the upstream.</param>
    /// <param name="address">Where that is.</param>
    /// <param name="hasBody">Whether a body follows the head.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<ForwardResult> SendAsync(
        HttpContext context, ObservedExchange exchange, Http1Connection connection, Http1Address address, bool hasBody)
    {
        var length = exchange.Held?.Length ?? context.Request.ContentLength;
        var writer = new HeadWriter((int)Math.Min(HeadBytes + (hasBody ? length ?? MostBytes : 0), MostBytes));
        var side = ForwarderError.Request;
        try
        {
            RequestHead.Write(ref writer, context.Request, exchange, address, chunked: hasBody && length is null);
            if (!hasBody)
            {
                await connection.SendAsync(writer.Array.AsMemory(0, writer.Length));
            }
            else if (exchange.Held is { } held)
            {
                side = ForwarderError.RequestBodyDestination;
                await SendHeldAsync(exchange, connection, writer.Array, writer.Length, held);
            }
            else if (await CopyAsync(context, exchange, connection, writer.Array, writer.Length, chunked: length is null) is { Error: not ForwarderError.None } failed)
            {
                return failed;
            }
        }
        catch (Exception e)
        {
            return new ForwardResult(side, e);
        }

        // Only now: while a read or a write that failed may still use the array, it stays out of the pool.
        ArrayPool<byte>.Shared.Return(writer.Array);
        return default;
    }

    /// <summary>A body from memory: behind its head where there is room.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private static async ValueTask SendHeldAsync(ObservedExchange exchange, Http1Connection connection, byte[] buffer, int head, HeldBody body)
    {
        var fits = body.Length <= buffer.Length - head;
        if (fits)
            body.Memory.Span.CopyTo(buffer.AsSpan(head));
        var write = connection.SendAsync(buffer.AsMemory(0, fits ? head + body.Length : head));
        exchange.OnRequestBytes(body.Memory.Span, Stopwatch.GetTimestamp());
        await write;
        if (!fits)
            await connection.SendAsync(body.Memory);
    }

    /// <summary>A body from the client's connection, through what is left of the head's array.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<ForwardResult> CopyAsync(
        HttpContext context, ObservedExchange exchange, Http1Connection connection, byte[] buffer, int filled, bool chunked)
    {
        var before = chunked ? ChunkStart : 0;
        var behind = chunked ? ChunkEnd + LastChunk.Length : 0;
        var from = 0;
        var side = ForwarderError.RequestBodyDestination;
        try
        {
            while (true)
            {
                if (filled + before + behind + LeastRoom > buffer.Length)
                {
                    if (filled > from)
                        await connection.SendAsync(buffer.AsMemory(from, filled - from));
                    from = filled = 0;
                }

                side = ForwarderError.RequestBodyClient;
                var room = Math.Min(buffer.Length - filled - before - behind, chunked ? LongestChunk : int.MaxValue);
                var read = exchange.RequestTap.ReadAsync(buffer.AsMemory(filled + before, room), exchange.Deadline.Token);
                if (!read.IsCompleted && filled > from)
                {
                    if (await TrySendAsync(connection, buffer.AsMemory(from, filled - from)) is { } failed)
                    {
                        await AbandonAsync(context, read);
                        return new ForwardResult(ForwarderError.RequestBodyDestination, failed);
                    }

                    from = filled;
                }

                var count = await read;
                side = ForwarderError.RequestBodyDestination;
                if (count > 0)
                {
                    filled += chunked ? Frame(buffer.AsSpan(filled), count) : count;
                    continue;
                }

                if (chunked)
                {
                    LastChunk.CopyTo(buffer, filled);
                    filled += LastChunk.Length;
                }

                if (filled > from)
                    await connection.SendAsync(buffer.AsMemory(from, filled - from));
                return default;
            }
        }
        catch (Exception e)
        {
            return new ForwardResult(side, e);
        }
    }

    private static async ValueTask<Exception?> TrySendAsync(Http1Connection connection, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await connection.SendAsync(bytes);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    /// <summary>Ends a read of the client's body that nobody wants any more: the server cannot go on with the connection while there is one.</summary>
    private static async ValueTask AbandonAsync(HttpContext context, ValueTask<int> read)
    {
        context.Request.BodyReader.CancelPendingRead();
        try
        {
            await read;
        }
        catch (Exception)
        {
            // Cancelled, or the client has gone: the answer, if there is one, meets that as well.
        }
    }

    /// <summary>Makes a chunk of data that stands behind the room for its size; gives the length of both.</summary>
    private static int Frame(Span<byte> bytes, int count)
    {
        count.TryFormat(bytes, out var length, "x", CultureInfo.InvariantCulture);
        "\r\n"u8.CopyTo(bytes[length..]);
        length += ChunkEnd;
        bytes.Slice(ChunkStart, count).CopyTo(bytes[length..]);
        length += count;
        "\r\n"u8.CopyTo(bytes[length..]);
        return length + ChunkEnd;
    }
}
