using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Gemini;

/// <summary>Chunks that are whole responses, each with the usage so far; the last of each candidate has its finish reason.</summary>
internal sealed class GeminiStream(StreamReply reply, SimCall call, Plan plan, bool sse) : IDisposable
{
    private readonly Utf8JsonWriter _writer = new(reply.Out, SimJson.WriterOptions);
    private long _candidates;
    private long _thoughts;

    public async Task WriteAsync()
    {
        if (!ShowsReasoning) _thoughts = plan.Usage.Reasoning;
        for (var i = 0; i < plan.Answers.Count; i++)
        {
            foreach (var chunk in Chunks.Of(plan.Answers[i]))
            {
                if (!await reply.NextAsync()) return;
                if (chunk.Kind == ChunkKind.Reasoning) _thoughts += chunk.To - chunk.From;
                else _candidates += chunk.To - chunk.From;
                // A call is sent whole, when its last token is ready.
                if (chunk.Kind != ChunkKind.Tool || chunk.IsLast) Event(i, chunk, null);
            }
        }
        if (!await reply.LastAsync()) return;
        for (var i = 0; i < plan.Answers.Count; i++) Event(i, null, GenerateContentOperation.FinishReason(plan.Answers[i].Finish));
        if (!sse) reply.Out.Put("]"u8);
        await reply.CloseAsync();
    }

    public void Dispose() => _writer.Dispose();

    private bool ShowsReasoning => plan.Answers[0].Reasoning.Count > 0;

    private void Event(int index, Chunk? chunk, string? finish)
    {
        reply.Out.Put(sse ? "data: "u8 : call.Sequence > 0 ? ",\r\n"u8 : "["u8);
        call.Sequence++;
        var w = _writer;
        w.WriteStartObject();
        w.WriteStartArray("candidates");
        w.WriteStartObject();
        w.WriteStartObject("content");
        w.WriteStartArray("parts");
        w.WriteStartObject();
        WritePart(w, index, chunk);
        w.WriteEndObject();
        w.WriteEndArray();
        w.WriteString("role", "model");
        w.WriteEndObject();
        if (finish is not null) w.WriteString("finishReason", finish);
        w.WriteNumber("index", index);
        w.WriteEndObject();
        w.WriteEndArray();
        GeminiUsage.Write(w, plan.Usage, _candidates, _thoughts);
        GenerateContentOperation.WriteFoot(w, plan);
        w.WriteEndObject();
        w.Flush();
        w.Reset();
        if (sse) reply.Out.Put("\r\n\r\n"u8);
    }

    private void WritePart(Utf8JsonWriter w, int index, Chunk? chunk)
    {
        if (chunk is { Kind: ChunkKind.Tool } tool)
        {
            GenerateContentOperation.WriteCall(w, plan.Answers[index].ToolCalls[tool.Tool]);
            return;
        }
        w.WriteString("text", chunk?.Text ?? "");
        if (chunk is { Kind: ChunkKind.Reasoning }) w.WriteBoolean("thought", true);
    }
}
