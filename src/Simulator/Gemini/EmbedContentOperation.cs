using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Gemini;

/// <summary>models/{model}:embedContent and :batchEmbedContents.</summary>
internal sealed class EmbedContentOperation : IOperation
{
    private const int DefaultDimensions = 768;

    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        var model = call.Route.Name!;
        call.Model = model;
        ModelGate.Check(call, model);
        if (await InjectedErrors.SendAsync(call, model)) return;

        var batch = call.Route.Operation == Operation.BatchEmbedContents;
        var requests = batch ? document.RootElement.Items("requests").ToList() : [document.RootElement];
        var tokens = requests.Sum(r => GeminiRequest.Parts(r.Property("content") ?? default));
        var plan = Planner.Make(call, new GenerationRequest { Model = model, PromptTokens = tokens, Choices = 0 }, "");

        var buffer = new ArrayBufferWriter<byte>(4096);
        buffer.Put(batch ? "{\"embeddings\":["u8 : "{\"embedding\":"u8);
        for (var i = 0; i < requests.Count; i++)
        {
            if (i > 0) buffer.Put(","u8);
            var key = Embedding.Key(requests[i].Property("content")?.Property("parts") ?? requests[i]);
            buffer.Put("{\"values\":"u8);
            Embedding.WriteFloats(buffer, key, Math.Clamp(requests[i].Whole("outputDimensionality") ?? DefaultDimensions, 1, 8192));
            buffer.Put("}"u8);
        }
        buffer.Put(batch ? "],\"usageMetadata\":{\"promptTokenCount\":"u8 : ",\"usageMetadata\":{\"promptTokenCount\":"u8);
        buffer.Put(tokens);
        buffer.Put("}}"u8);
        await PlainReply.SendAsync(call, buffer.WrittenMemory, plan: plan);
    }
}
