using LlmSentinel.Simulator.Engine;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator.Http;

/// <summary>An answer in one piece, with its length in the head, or half of it when a fault is planned.</summary>
internal static class PlainReply
{
    public static async ValueTask SendAsync(
        SimCall call, ReadOnlyMemory<byte> body, string contentType = "application/json", int status = 200, Plan? plan = null)
    {
        if (plan?.Timing.HeadMs > 0) await call.WaitUntilAsync(plan.Timing.HeadMs);
        var response = call.Http.Response;
        ReplyHeaders.Set(call);
        response.StatusCode = status;
        response.ContentType = contentType;
        if (call.Controls.Encoding is { } encoding)
        {
            body = await CompressAsync(body, encoding);
            response.Headers.ContentEncoding = encoding;
            response.Headers.Vary = "accept-encoding";
        }

        var fault = plan?.Fault ?? FaultKind.None;
        if (fault != FaultKind.Truncate) response.ContentLength = body.Length;
        if (plan?.Timing.HeadDelayMs is { } wait)
        {
            await response.BodyWriter.FlushAsync(call.Aborted);
            await call.WaitUntilAsync(wait);
        }
        if (fault is FaultKind.None or FaultKind.ErrorEvent)
        {
            await WriteAsync(call, response, body);
            call.Usage = plan?.Usage ?? default;
            call.Ending = status < 400 ? Ending.Completed : Ending.Refused;
            return;
        }
        await WriteAsync(call, response, body[..(body.Length / 2)]);
        await Faults.HappenAsync(call, fault);
    }

    private static async ValueTask WriteAsync(SimCall call, HttpResponse response, ReadOnlyMemory<byte> body)
    {
        await response.BodyWriter.WriteAsync(body, call.Aborted);
        call.Aborted.ThrowIfCancellationRequested();
        call.BytesOut = body.Length;
    }

    private static async ValueTask<ReadOnlyMemory<byte>> CompressAsync(ReadOnlyMemory<byte> body, string encoding)
    {
        using var target = new MemoryStream();
        await using (var compressor = BodySink.Compressor(target, encoding)) await compressor.WriteAsync(body);
        return target.ToArray();
    }
}
