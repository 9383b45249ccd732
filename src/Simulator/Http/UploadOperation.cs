using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>POST /v1/files: takes any body of any size, counts it and holds none of it.</summary>
internal sealed class UploadOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        var reader = call.Http.Request.BodyReader;
        var length = 0L;
        while (true)
        {
            var result = await reader.ReadAsync(call.Aborted);
            length += result.Buffer.Length;
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted) break;
        }
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var w = new Utf8JsonWriter(buffer))
        {
            w.WriteStartObject();
            w.WriteString("id", "file-" + call.RequestId[4..]);
            w.WriteString("object", "file");
            w.WriteNumber("bytes", length);
            w.WriteNumber("created_at", call.UnixNow);
            w.WriteString("filename", "upload");
            w.WriteString("purpose", "user_data");
            w.WriteString("status", "processed");
            w.WriteEndObject();
        }
        await PlainReply.SendAsync(call, buffer.WrittenMemory);
    }
}
