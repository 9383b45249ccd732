using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>An HTTP error in the shape of the dialect.</summary>
internal static class ErrorReply
{
    public static async ValueTask SendAsync(
        SimCall call, int status, string? message = null, string? code = null, string? param = null, double? retryAfter = null)
    {
        var facts = ErrorFacts.For(status);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer)) WriteBody(writer, call, facts, message ?? facts.Message, code, param, retryAfter);
        if (retryAfter is { } seconds && call.Route.Dialect != Dialect.Gemini)
        {
            var headers = call.Http.Response.Headers;
            headers.RetryAfter = Math.Ceiling(seconds).ToString(CultureInfo.InvariantCulture);
            if (call.Route.Dialect is Dialect.OpenAi or Dialect.Azure)
                headers["retry-after-ms"] = Math.Ceiling(seconds * 1000).ToString(CultureInfo.InvariantCulture);
        }
        await PlainReply.SendAsync(call, buffer.WrittenMemory, status: status);
    }

    private static void WriteBody(
        Utf8JsonWriter w, SimCall call, ErrorFacts facts, string message, string? code, string? param, double? retryAfter)
    {
        w.WriteStartObject();
        switch (call.Route.Dialect)
        {
            case Dialect.Anthropic:
                w.WriteString("type", "error");
                w.WriteStartObject("error");
                w.WriteString("type", facts.AnthropicType);
                w.WriteString("message", message);
                w.WriteEndObject();
                w.WriteString("request_id", call.RequestId);
                break;
            case Dialect.Gemini:
                w.WriteStartObject("error");
                w.WriteNumber("code", facts.Status);
                w.WriteString("message", message);
                w.WriteString("status", facts.GoogleStatus);
                if (retryAfter is { } seconds) WriteRetryInfo(w, seconds);
                w.WriteEndObject();
                break;
            case Dialect.Ollama:
                w.WriteString("error", message);
                break;
            case Dialect.Azure:
                w.WriteStartObject("error");
                w.WriteString("code", code ?? facts.AzureCode);
                w.WriteString("message", message);
                w.WriteEndObject();
                break;
            default:
                w.WriteStartObject("error");
                w.WriteString("message", message);
                w.WriteString("type", facts.OpenAiType);
                w.WriteString("param", param);
                w.WriteString("code", code ?? facts.OpenAiCode);
                w.WriteEndObject();
                break;
        }
        w.WriteEndObject();
    }

    private static void WriteRetryInfo(Utf8JsonWriter w, double seconds)
    {
        w.WriteStartArray("details");
        w.WriteStartObject();
        w.WriteString("@type", "type.googleapis.com/google.rpc.RetryInfo");
        w.WriteString("retryDelay", string.Create(CultureInfo.InvariantCulture, $"{seconds}s"));
        w.WriteEndObject();
        w.WriteEndArray();
    }
}
