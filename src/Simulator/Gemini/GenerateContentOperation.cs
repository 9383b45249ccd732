using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Gemini;

/// <summary>models/{model}:generateContent and :streamGenerateContent, as events (alt=sse) or as one JSON array.</summary>
internal sealed class GenerateContentOperation : GenerationOperation
{
    protected override string IdPrefix => "";

    protected override GenerationRequest Read(SimCall call, JsonElement root) => GeminiRequest.Read(call, root);

    protected override string StreamContentType(SimCall call) => IsSse(call) ? "text/event-stream" : "application/json; charset=UTF-8";

    protected override void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan)
    {
        w.WriteStartObject();
        w.WriteStartArray("candidates");
        for (var i = 0; i < plan.Answers.Count; i++) WriteCandidate(w, plan.Answers[i], i);
        w.WriteEndArray();
        GeminiUsage.Write(w, plan.Usage, plan.Usage.Output - plan.Usage.Reasoning, plan.Usage.Reasoning);
        WriteFoot(w, plan);
        w.WriteEndObject();
    }

    protected override async Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan)
    {
        using var stream = new GeminiStream(reply, call, plan, IsSse(call));
        await stream.WriteAsync();
    }

    protected override void WriteStreamError(IBufferWriter<byte> target, SimCall call)
    {
        target.Put(IsSse(call) ? "data: "u8 : call.Sequence == 0 ? "["u8 : ",\r\n"u8);
        target.Put("{\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try again later.\",\"status\":\"UNAVAILABLE\"}}"u8);
        target.Put(IsSse(call) ? "\r\n\r\n"u8 : "]"u8);
    }

    internal static void WriteFoot(Utf8JsonWriter w, Plan plan)
    {
        w.WriteString("modelVersion", plan.Model);
        w.WriteString("responseId", plan.Id);
    }

    internal static string FinishReason(Finish finish) => finish switch
    {
        Finish.Length => "MAX_TOKENS",
        Finish.Refusal => "SAFETY",
        _ => "STOP",
    };

    internal static void WriteCall(Utf8JsonWriter w, ToolCall tool)
    {
        w.WriteStartObject("functionCall");
        w.WriteString("name", tool.Name);
        w.WritePropertyName("args");
        ToolInput.Write(w, tool.Arguments);
        w.WriteEndObject();
    }

    private static bool IsSse(SimCall call) => call.Http.Request.Query["alt"] == "sse";

    private static void WriteCandidate(Utf8JsonWriter w, Answer answer, int index)
    {
        w.WriteStartObject();
        w.WriteStartObject("content");
        w.WriteStartArray("parts");
        if (answer.Reasoning.Count > 0)
        {
            w.WriteStartObject();
            w.WriteString("text", string.Concat(answer.Reasoning));
            w.WriteBoolean("thought", true);
            w.WriteEndObject();
        }
        if (answer.ToolCalls.Count == 0)
        {
            w.WriteStartObject();
            w.WriteString("text", answer.Text);
            w.WriteEndObject();
        }
        foreach (var tool in answer.ToolCalls)
        {
            w.WriteStartObject();
            WriteCall(w, tool);
            w.WriteEndObject();
        }
        w.WriteEndArray();
        w.WriteString("role", "model");
        w.WriteEndObject();
        w.WriteString("finishReason", FinishReason(answer.Finish));
        w.WriteNumber("index", index);
        w.WriteEndObject();
    }
}
