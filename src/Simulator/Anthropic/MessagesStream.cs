using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Anthropic;

/// <summary>message_start, ping, blocks of thinking, text and tool use, message_delta with the final usage, message_stop.</summary>
internal static class MessagesStream
{
    public static async Task WriteAsync(StreamReply reply, Plan plan)
    {
        using var sse = new Sse(reply.Out);
        var answer = plan.Answers[0];
        sse.Event("message_start"u8, plan, static (w, p) =>
        {
            w.WriteString("type", "message_start");
            w.WriteStartObject("message");
            MessagesOperation.WriteHead(w, p);
            w.WriteStartArray("content");
            w.WriteEndArray();
            w.WriteNull("stop_reason");
            w.WriteNull("stop_sequence");
            AnthropicUsage.Write(w, p.Usage, 1);
            w.WriteEndObject();
        });
        reply.Out.Put("event: ping\ndata: {\"type\":\"ping\"}\n\n"u8);

        var block = -1;
        foreach (var chunk in Chunks.Of(answer))
        {
            if (chunk.IsFirst) Start(sse, answer, chunk, ++block);
            if (!await reply.NextAsync()) return;
            Delta(reply, chunk, block);
            if (chunk.IsLast) Stop(reply, chunk, block);
        }

        if (!await reply.LastAsync()) return;
        sse.Event("message_delta"u8, plan, static (w, p) =>
        {
            w.WriteString("type", "message_delta");
            w.WriteStartObject("delta");
            w.WriteString("stop_reason", MessagesOperation.StopReason(p.Answers[0].Finish));
            w.WriteNull("stop_sequence");
            w.WriteEndObject();
            AnthropicUsage.WriteFinal(w, p.Usage);
        });
        reply.Out.Put("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
        await reply.CloseAsync();
    }

    private static void Start(Sse sse, Answer answer, Chunk chunk, int block) =>
        sse.Event("content_block_start"u8, (answer, chunk, block), static (w, s) =>
        {
            w.WriteString("type", "content_block_start");
            w.WriteNumber("index", s.block);
            w.WriteStartObject("content_block");
            switch (s.chunk.Kind)
            {
                case ChunkKind.Reasoning:
                    w.WriteString("type", "thinking");
                    w.WriteString("thinking", "");
                    w.WriteString("signature", "");
                    break;
                case ChunkKind.Text:
                    w.WriteString("type", "text");
                    w.WriteString("text", "");
                    break;
                default:
                    w.WriteString("type", "tool_use");
                    w.WriteString("id", "toolu_" + s.answer.ToolCalls[s.chunk.Tool].Id);
                    w.WriteString("name", s.answer.ToolCalls[s.chunk.Tool].Name);
                    w.WriteStartObject("input");
                    w.WriteEndObject();
                    break;
            }
            w.WriteEndObject();
        });

    private static void Delta(StreamReply reply, Chunk chunk, int block)
    {
        var target = reply.Out;
        target.Put("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
        target.Put(block);
        target.Put(chunk.Kind switch
        {
            ChunkKind.Reasoning => ",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\""u8,
            ChunkKind.Text => ",\"delta\":{\"type\":\"text_delta\",\"text\":\""u8,
            _ => ",\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\""u8,
        });
        target.PutJson(chunk.Pieces, chunk.From, chunk.To);
        target.Put("\"}}\n\n"u8);
    }

    private static void Stop(StreamReply reply, Chunk chunk, int block)
    {
        var target = reply.Out;
        if (chunk.Kind == ChunkKind.Reasoning)
        {
            target.Put("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":"u8);
            target.Put(block);
            target.Put(",\"delta\":{\"type\":\"signature_delta\",\"signature\":\""u8);
            target.PutJson(MessagesOperation.Signature);
            target.Put("\"}}\n\n"u8);
        }
        target.Put("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        target.Put(block);
        target.Put("}\n\n"u8);
    }
}
