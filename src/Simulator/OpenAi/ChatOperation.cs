using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>POST /v1/chat/completions, on OpenAI's own paths, Azure's and those of compatible servers.</summary>
internal sealed class ChatOperation : GenerationOperation
{
    protected override string IdPrefix => "chatcmpl-";

    protected override GenerationRequest Read(SimCall call, JsonElement root) => ChatRequest.Read(call, root);

    protected override void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan)
    {
        w.WriteStartObject();
        w.WriteString("id", plan.Id);
        w.WriteString("object", "chat.completion");
        w.WriteNumber("created", call.UnixNow);
        w.WriteString("model", plan.Model);
        if (call.Route.Dialect == Dialect.Azure) AzureFilters.WritePrompt(w);
        w.WriteStartArray("choices");
        for (var i = 0; i < plan.Answers.Count; i++) WriteChoice(w, call, request, plan.Answers[i], i);
        w.WriteEndArray();
        OpenAiUsage.Write(w, plan.Usage);
        w.WriteString("service_tier", "default");
        w.WriteString("system_fingerprint", plan.Fingerprint);
        if (call.Controls.Timings) LlamaTimings.Write(w, plan);
        w.WriteEndObject();
    }

    protected override Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan) =>
        new ChatStream(reply, call, request, plan).WriteAsync();

    protected override void WriteStreamError(IBufferWriter<byte> target, SimCall call) => PutStreamError(target);

    internal static void PutStreamError(IBufferWriter<byte> target) =>
        target.Put("data: {\"error\":{\"message\":\"The server had an error while processing your request.\",\"type\":\"server_error\",\"param\":null,\"code\":null}}\n\n"u8);

    private static void WriteChoice(Utf8JsonWriter w, SimCall call, GenerationRequest request, Answer answer, int index)
    {
        w.WriteStartObject();
        w.WriteNumber("index", index);
        w.WriteStartObject("message");
        w.WriteString("role", "assistant");
        w.WriteString("content", answer.Refused || answer.ToolCalls.Count > 0 ? null : answer.Text);
        if (answer.Reasoning.Count > 0) w.WriteString(ReasoningField.For(call, request), string.Concat(answer.Reasoning));
        w.WriteString("refusal", answer.Refused ? answer.Text : null);
        if (answer.ToolCalls.Count > 0) WriteToolCalls(w, answer);
        w.WriteStartArray("annotations");
        w.WriteEndArray();
        w.WriteEndObject();
        w.WritePropertyName("logprobs");
        if (request.Logprobs) Logprobs.Write(w, answer.Pieces, 0, answer.Pieces.Count, answer.Refused);
        else w.WriteNullValue();
        w.WriteString("finish_reason", FinishReasons.For(answer.Finish));
        if (call.Route.Dialect == Dialect.Azure) AzureFilters.WriteChoice(w);
        w.WriteEndObject();
    }

    private static void WriteToolCalls(Utf8JsonWriter w, Answer answer)
    {
        w.WriteStartArray("tool_calls");
        foreach (var tool in answer.ToolCalls)
        {
            w.WriteStartObject();
            w.WriteString("id", "call_" + tool.Id);
            w.WriteString("type", "function");
            w.WriteStartObject("function");
            w.WriteString("name", tool.Name);
            w.WriteString("arguments", tool.Arguments);
            w.WriteEndObject();
            w.WriteEndObject();
        }
        w.WriteEndArray();
    }
}
