using System.Buffers;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Dialects;

/// <summary>The sentinel's own errors in the shapes the dialects' clients understand.</summary>
internal static class SentinelErrors
{
    public static void WriteOpenAI(IBufferWriter<byte> output, in SentinelError error)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", error.Message);
        writer.WriteString("type", "sentinel_error");
        writer.WriteNull("param");
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteAnthropic(IBufferWriter<byte> output, in SentinelError error)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("type", "error");
        writer.WriteStartObject("error");
        writer.WriteString("type", error.Code);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
        writer.WriteNull("request_id");
        writer.WriteEndObject();
    }

    public static void WriteGoogle(IBufferWriter<byte> output, in SentinelError error)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteNumber("code", error.Status);
        writer.WriteString("message", error.Message);
        writer.WriteString("status", GoogleStatus(error.Status));
        writer.WriteStartArray("details");
        writer.WriteStartObject();
        writer.WriteString("@type", "type.googleapis.com/google.rpc.ErrorInfo");
        writer.WriteString("reason", error.Code);
        writer.WriteString("domain", "llmsentinel");
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteOllama(IBufferWriter<byte> output, in SentinelError error)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("error", $"{error.Message} ({error.Code})");
        writer.WriteEndObject();
    }

    public static void WriteMessage(IBufferWriter<byte> output, in SentinelError error)
    {
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteString("message", error.Message);
        writer.WriteString("code", error.Code);
        writer.WriteEndObject();
    }

    private static string GoogleStatus(int status) => status switch
    {
        400 => "INVALID_ARGUMENT",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        408 or 504 => "DEADLINE_EXCEEDED",
        429 => "RESOURCE_EXHAUSTED",
        502 or 503 => "UNAVAILABLE",
        _ => "INTERNAL",
    };
}
