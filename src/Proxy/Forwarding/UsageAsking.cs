using System.Buffers;
using System.IO.Pipelines;
using LlmSentinel.Core.Usage;
using LlmSentinel.Proxy.Capture;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>
/// Asks for usage in a stream that would carry none. The body is looked at in the server's own buffer, without a copy; only a body that
/// has to change is copied. Longer bodies, compressed ones and those that wait for a 100 go up as they are.
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
        ReadResult read;
        try
        {
            read = await body.ReadAtLeastAsync(length, context.RequestAborted);
        }
        catch (Exception)
        {
            // The body breaks off or the client is gone: the forwarder meets the same failure and judges it.
            return;
        }

        var buffer = read.Buffer;
        var consumed = buffer.Start;
        try
        {
            if (buffer.Length < length)
                return;
            var edit = exchange.ReadAhead(buffer);
            if (edit is not { } change)
                return;
            exchange.AskForUsage(Apply(buffer, change));
            consumed = buffer.End;
        }
        finally
        {
            body.AdvanceTo(consumed);
        }
    }

    private static EditedBody Apply(in ReadOnlySequence<byte> body, BodyEdit edit)
    {
        var length = (int)body.Length - edit.Removed + edit.Inserted.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        body.Slice(0, edit.Offset).CopyTo(bytes);
        edit.Inserted.Span.CopyTo(bytes.AsSpan((int)edit.Offset));
        body.Slice(edit.Offset + edit.Removed).CopyTo(bytes.AsSpan((int)edit.Offset + edit.Inserted.Length));
        return new EditedBody(bytes, length);
    }
}
