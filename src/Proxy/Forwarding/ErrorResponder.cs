using System.Buffers;
using LlmSentinel.Core.Wire;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Forwarding;

/// <summary>Answers with an error of the sentinel's own, in the shape the client's SDK understands.</summary>
internal static class ErrorResponder
{
    public static async Task WriteAsync(HttpContext context, IDialect dialect, SentinelError error)
    {
        var body = new ArrayBufferWriter<byte>(256);
        dialect.WriteError(body, error);

        var response = context.Response;
        response.Clear();
        response.StatusCode = error.Status;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        response.Headers[SentinelErrors.Header] = error.Code;
        if (!HttpMethods.IsHead(context.Request.Method))
            await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }
}
