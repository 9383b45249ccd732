using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Ollama;

/// <summary>POST /api/embed.</summary>
internal sealed class OllamaEmbedOperation : IOperation
{
    private const int DefaultDimensions = 768;

    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        var root = document.RootElement;
        var model = RequestJson.Model(call, root);
        call.Model = model;
        ModelGate.Check(call, model);
        if (await InjectedErrors.SendAsync(call, model)) return;

        var input = root.Property("input") ?? default;
        JsonElement[] items = input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray()] : [input];
        var tokens = items.Sum(PromptTokens.Content);
        var dimensions = Math.Clamp(root.Whole("dimensions") ?? DefaultDimensions, 1, 8192);
        var plan = Planner.Make(call, new GenerationRequest { Model = model, PromptTokens = tokens, Choices = 0 }, "");

        var buffer = new ArrayBufferWriter<byte>(4096);
        buffer.Put("{\"model\":\""u8);
        buffer.PutJson(plan.Model);
        buffer.Put("\",\"embeddings\":["u8);
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) buffer.Put(","u8);
            Embedding.WriteFloats(buffer, items[i].ValueKind == JsonValueKind.String ? Embedding.Key(items[i]) : 0, dimensions);
        }
        buffer.Put("],\"total_duration\":14143917,\"load_duration\":1019500,\"prompt_eval_count\":"u8);
        buffer.Put(tokens);
        buffer.Put("}"u8);
        await PlainReply.SendAsync(call, buffer.WrittenMemory, plan: plan);
    }
}
