using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>POST /v1/completions, the older form: a prompt in, text out.</summary>
internal sealed class CompletionsOperation : GenerationOperation
{
    protected override string IdPrefix => "cmpl-";

    protected override GenerationRequest Read(SimCall call, JsonElement root)
    {
        var prompt = root.Property("prompt") ?? throw new BadRequestException("Missing required parameter: 'prompt'.", param: "prompt");
        var first = prompt.ValueKind == JsonValueKind.Array && prompt.GetArrayLength() > 0 ? prompt[0] : prompt;
        return new GenerationRequest
        {
            Model = RequestJson.Model(call, root),
            Stream = root.Flag("stream") ?? false,
            IncludeUsage = root.Property("stream_options")?.Flag("include_usage") ?? false,
            Choices = Math.Clamp(root.Whole("n") ?? 1, 1, 128),
            MaxTokens = root.Whole("max_tokens"),
            PromptTokens = first.ValueKind == JsonValueKind.Number ? prompt.GetArrayLength() : PromptTokens.Content(prompt),
            Question = Question.Of(first),
        };
    }

    protected override void WritePlain(Utf8JsonWriter w, SimCall call, GenerationRequest request, Plan plan)
    {
        w.WriteStartObject();
        WriteHead(w, call, plan);
        w.WriteStartArray("choices");
        for (var i = 0; i < plan.Answers.Count; i++) WriteChoice(w, i, plan.Answers[i].Text, FinishReasons.For(plan.Answers[i].Finish));
        w.WriteEndArray();
        OpenAiUsage.Write(w, plan.Usage);
        w.WriteEndObject();
    }

    protected override async Task WriteStreamAsync(StreamReply reply, SimCall call, GenerationRequest request, Plan plan)
    {
        using var sse = new Sse(reply.Out);
        for (var i = 0; i < plan.Answers.Count; i++)
        {
            foreach (var chunk in Chunks.Of(plan.Answers[i]))
            {
                if (!await reply.NextAsync()) return;
                Event(sse, call, request, plan, i, chunk.Text, null);
            }
        }
        if (!await reply.LastAsync()) return;
        for (var i = 0; i < plan.Answers.Count; i++) Event(sse, call, request, plan, i, "", FinishReasons.For(plan.Answers[i].Finish));
        if (request.IncludeUsage) UsageEvent(sse, call, plan);
        reply.Out.Put("data: [DONE]\n\n"u8);
        await reply.CloseAsync();
    }

    protected override void WriteStreamError(IBufferWriter<byte> target, SimCall call) => ChatOperation.PutStreamError(target);

    private static void Event(Sse sse, SimCall call, GenerationRequest request, Plan plan, int index, string text, string? finish) =>
        sse.Event(""u8, (call, request, plan, index, text, finish), static (w, s) =>
        {
            WriteHead(w, s.call, s.plan);
            w.WriteStartArray("choices");
            WriteChoice(w, s.index, s.text, s.finish);
            w.WriteEndArray();
            if (s.request.IncludeUsage) w.WriteNull("usage");
        });

    private static void UsageEvent(Sse sse, SimCall call, Plan plan) => sse.Event(""u8, (call, plan), static (w, s) =>
    {
        WriteHead(w, s.call, s.plan);
        w.WriteStartArray("choices");
        w.WriteEndArray();
        OpenAiUsage.Write(w, s.plan.Usage);
    });

    private static void WriteHead(Utf8JsonWriter w, SimCall call, Plan plan)
    {
        w.WriteString("id", plan.Id);
        w.WriteString("object", "text_completion");
        w.WriteNumber("created", call.UnixNow);
        w.WriteString("model", plan.Model);
        w.WriteString("system_fingerprint", plan.Fingerprint);
    }

    private static void WriteChoice(Utf8JsonWriter w, int index, string text, string? finish)
    {
        w.WriteStartObject();
        w.WriteString("text", text);
        w.WriteNumber("index", index);
        w.WriteNull("logprobs");
        w.WriteString("finish_reason", finish);
        w.WriteEndObject();
    }
}
