using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using LlmSentinel.Core.Usage;
using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// Asks for usage in a stream that would carry none. The body is looked at in the server's own buffer, then copied once into the array it
/// goes up from. Longer bodies, compressed ones and those that wait for a 100 go up as they are.
/// </summary>
internal static class UsageAsking
{
    // Below the server's request buffer (1 MiB) and HTTP/2 stream window (768 KiB): a body up to here fits before anybody reads it.
    private const int LongestBody = 512 * 1024;

    public static ValueTask TryEditAsync(HttpContext context, ObservedExchange exchange)
    {
        var request = context.Request;
        return exchange.Upstream.AsksUsage && exchange.Match.Dialect.MayOmitStreamUsage && exchange.RequestIsReadable
            && request.ContentLength is > 0 and <= LongestBody && request.Headers.Expect.Count == 0 && HttpMethods.IsPost(request.Method)
            ? EditAsync(context, exchange, (int)request.ContentLength.Value)
            : ValueTask.CompletedTask;
    }

    private static async ValueTask EditAsync(HttpContext context, ObservedExchange exchange, int length)
    {
        var body = context.Request.BodyReader;
        if (await ReadWholeAsync(body, exchange, length) is not { } buffer)
            return;

        var consumed = buffer.Start;
        try
        {
            var edit = exchange.ReadAhead(buffer, Stopwatch.GetTimestamp());

            // Taken whole in any case: over HTTP/2 a body that was looked at cannot be left in the server's buffer, because reading it again
            // in smaller pieces takes back flow-control credit that the client has been given.
            exchange.Hold(Apply(buffer, edit ?? default), asked: edit is not null);
            consumed = buffer.End;
        }
        catch (Exception)
        {
            exchange.Fail();
        }
        finally
        {
            body.AdvanceTo(consumed, buffer.End);
        }
    }

    /// <summary>
    /// Waits until the whole body stands in the server's buffer. Null when it breaks off, the client goes or a timeout strikes: the
    /// forwarder meets the same failure and judges it.
    /// </summary>
    private static async ValueTask<ReadOnlySequence<byte>?> ReadWholeAsync(PipeReader body, ObservedExchange exchange, int length)
    {
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(exchange.Deadline.Token);
                exchange.Deadline.Touch(Stopwatch.GetTimestamp());
                if (read.Buffer.Length >= length)
                    return read.Buffer;
                body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled)
                    return null;
            }
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static HeldBody Apply(in ReadOnlySequence<byte> body, BodyEdit edit)
    {
        var length = (int)body.Length + edit.Growth;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        edit.Apply(body, bytes.AsSpan(0, length));
        return new HeldBody(bytes, length);
    }
}
