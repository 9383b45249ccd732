using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Anthropic;

/// <summary>POST /v1/messages, and Vertex's rawPredict for the same models.</summary>
internal sealed class MessagesOperation : GenerationOperation
{
    // Opaque to clients, who send it back as it is.
    internal const string Signature = "c2ltdWxhdG9yLXNpZ25hdHVyZQ==";

    protected override string IdPrefix => "msg_";

    protected override GenerationRequest Read(SimCall call, JsonElement root) => MessagesRequest.Read(call, root);

    protected override void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan)
    {
        var answer = plan.Answers[0];
        w.WriteStartObject();
        WriteHead(w, plan);
        w.WriteStartArray("content");
        if (answer.Reasoning.Count > 0)
        {
            w.WriteStartObject();
            w.WriteString("type", "thinking");
            w.WriteString("thinking", string.Concat(answer.Reasoning));
            w.WriteString("signature", Signature);
            w.WriteEndObject();
        }
        if (answer.Pieces.Count > 0)
        {
            w.WriteStartObject();
            w.WriteString("type", "text");
            w.WriteString("text", answer.Text);
            w.WriteEndObject();
        }
        foreach (var tool in answer.ToolCalls) WriteTool(w, tool);
        w.WriteEndArray();
        w.WriteString("stop_reason", StopReason(answer.Finish));
        w.WriteNull("stop_sequence");
        AnthropicUsage.Write(w, plan.Usage, plan.Usage.Output);
        w.WriteEndObject();
    }

    protected override Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan) =>
        MessagesStream.WriteAsync(reply, plan);

    protected override void WriteStreamError(IBufferWriter<byte> target, SimCall call) =>
        target.Put("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"},\"request_id\":null}\n\n"u8);

    internal static void WriteHead(Utf8JsonWriter w, Plan plan)
    {
        w.WriteString("id", plan.Id);
        w.WriteString("type", "message");
        w.WriteString("role", "assistant");
        w.WriteString("model", plan.Model);
    }

    internal static string StopReason(Finish finish) => finish switch
    {
        Finish.Length => "max_tokens",
        Finish.ToolCall => "tool_use",
        Finish.Refusal => "refusal",
        _ => "end_turn",
    };

    private static void WriteTool(Utf8JsonWriter w, ToolCall tool)
    {
        w.WriteStartObject();
        w.WriteString("type", "tool_use");
        w.WriteString("id", "toolu_" + tool.Id);
        w.WriteString("name", tool.Name);
        w.WritePropertyName("input");
        ToolInput.Write(w, tool.Arguments);
        w.WriteEndObject();
    }
}
