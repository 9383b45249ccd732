using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Ollama;

/// <summary>POST /api/chat and /api/generate: lines of JSON, or one object with stream: false.</summary>
internal sealed class OllamaOperation(bool chat) : GenerationOperation
{
    protected override string IdPrefix => "";

    protected override GenerationRequest Read(SimCall call, JsonElement root) => OllamaRequest.Read(call, root, chat);

    protected override string StreamContentType(SimCall call) => "application/x-ndjson";

    protected override bool TryAnswerWithoutPlan(SimCall call, JsonElement root, out byte[] json)
    {
        json = [];
        if (!OllamaRequest.IsLoad(root, chat)) return false;
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var w = new Utf8JsonWriter(buffer, SimJson.WriterOptions))
        {
            w.WriteStartObject();
            WriteHead(w, call, RequestJson.Model(call, root));
            WriteContent(w, "", thinking: false, null);
            w.WriteBoolean("done", true);
            w.WriteString("done_reason", "load");
            w.WriteEndObject();
        }
        json = buffer.WrittenSpan.ToArray();
        return true;
    }

    protected override void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan)
    {
        var answer = plan.Answers[0];
        w.WriteStartObject();
        WriteHead(w, call, plan.Model);
        if (chat)
        {
            w.WriteStartObject("message");
            w.WriteString("role", "assistant");
            w.WriteString("content", answer.Text);
            if (answer.Reasoning.Count > 0) w.WriteString("thinking", string.Concat(answer.Reasoning));
            if (answer.ToolCalls.Count > 0) WriteCalls(w, answer.ToolCalls, 0);
            w.WriteEndObject();
        }
        else
        {
            w.WriteString("response", answer.Text);
            if (answer.Reasoning.Count > 0) w.WriteString("thinking", string.Concat(answer.Reasoning));
        }
        OllamaEnd.Write(w, plan, plan.Timing.FirstTokenMs, chat);
        w.WriteEndObject();
    }

    protected override async Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan)
    {
        using var writer = new Utf8JsonWriter(reply.Out, SimJson.WriterOptions);
        foreach (var chunk in Chunks.Of(plan.Answers[0]))
        {
            if (!await reply.NextAsync()) return;
            // A call is sent whole, when its last token is ready.
            if (chunk.Kind == ChunkKind.Tool && !chunk.IsLast) continue;
            Line(reply, writer, call, plan, chunk);
        }
        if (!await reply.LastAsync()) return;
        writer.WriteStartObject();
        WriteHead(writer, call, plan.Model);
        WriteContent(writer, "", thinking: false, null);
        OllamaEnd.Write(writer, plan, reply.PlannedMs, chat);
        EndLine(reply, writer);
        await reply.CloseAsync();
    }

    protected override void WriteStreamError(IBufferWriter<byte> target, SimCall call) =>
        target.Put("{\"error\":\"an error was encountered while running the model\"}\n"u8);

    private void Line(StreamReply reply, Utf8JsonWriter w, SimCall call, Plan plan, Chunk chunk)
    {
        w.WriteStartObject();
        WriteHead(w, call, plan.Model);
        if (chunk.Kind == ChunkKind.Tool) WriteContent(w, "", thinking: false, plan.Answers[0].ToolCalls[chunk.Tool], chunk.Tool);
        else WriteContent(w, chunk.Text, chunk.Kind == ChunkKind.Reasoning, null);
        w.WriteBoolean("done", false);
        EndLine(reply, w);
    }

    private static void EndLine(StreamReply reply, Utf8JsonWriter w)
    {
        w.WriteEndObject();
        w.Flush();
        w.Reset();
        reply.Out.Put("\n"u8);
    }

    private static void WriteHead(Utf8JsonWriter w, SimCall call, string model)
    {
        w.WriteString("model", model);
        w.WriteString("created_at", call.Engine.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
    }

    private void WriteContent(Utf8JsonWriter w, string text, bool thinking, ToolCall? tool, int index = 0)
    {
        if (!chat)
        {
            w.WriteString("response", thinking ? "" : text);
            if (thinking) w.WriteString("thinking", text);
            return;
        }
        w.WriteStartObject("message");
        w.WriteString("role", "assistant");
        w.WriteString("content", thinking ? "" : text);
        if (thinking) w.WriteString("thinking", text);
        if (tool is not null) WriteCalls(w, [tool], index);
        w.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter w, IReadOnlyList<ToolCall> tools, int firstIndex)
    {
        w.WriteStartArray("tool_calls");
        for (var i = 0; i < tools.Count; i++)
        {
            w.WriteStartObject();
            w.WriteString("id", "call_" + tools[i].Id);
            w.WriteStartObject("function");
            w.WriteNumber("index", firstIndex + i);
            w.WriteString("name", tools[i].Name);
            w.WritePropertyName("arguments");
            ToolInput.Write(w, tools[i].Arguments);
            w.WriteEndObject();
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }
}
