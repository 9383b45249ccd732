using System.Buffers;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>POST /v1/embeddings, floats or base64.</summary>
internal sealed class EmbeddingsOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        var root = document.RootElement;
        var model = RequestJson.Model(call, root);
        call.Model = model;
        ModelGate.Check(call, model);
        if (root.Property("input") is not { } input)
            throw new BadRequestException("Missing required parameter: 'input'.", code: "missing_required_parameter", param: "input");
        if (await InjectedErrors.SendAsync(call, model)) return;

        var items = Items(input);
        var dimensions = Math.Clamp(root.Whole("dimensions") ?? Embedding.Dimensions(model), 1, 8192);
        var usage = new SimUsage { Input = items.Sum(i => i.Tokens) };
        var plan = Planner.Make(call, new GenerationRequest { Model = model, PromptTokens = (int)usage.Input, Choices = 0 }, "emb-");

        var buffer = new ArrayBufferWriter<byte>(items.Count * dimensions * 11);
        Write(buffer, items, dimensions, root.Text("encoding_format") == "base64", plan.Model, usage.Input);
        await PlainReply.SendAsync(call, buffer.WrittenMemory, plan: plan);
    }

    private static List<(ulong Key, int Tokens)> Items(JsonElement input)
    {
        if (input.ValueKind == JsonValueKind.String) return [(Embedding.Key(input), PromptTokens.Content(input))];
        var items = new List<(ulong, int)>();
        if (input.ValueKind != JsonValueKind.Array) return items;
        // A list of numbers is one text in tokens; a list of lists several.
        if (input.GetArrayLength() > 0 && input[0].ValueKind == JsonValueKind.Number) return [(Embedding.Key(input), input.GetArrayLength())];
        foreach (var item in input.EnumerateArray())
            items.Add((Embedding.Key(item), item.ValueKind == JsonValueKind.Array ? item.GetArrayLength() : PromptTokens.Content(item)));
        return items;
    }

    private static void Write(
        ArrayBufferWriter<byte> target, List<(ulong Key, int Tokens)> items, int dimensions, bool base64, string model, long tokens)
    {
        target.Put("{\"object\":\"list\",\"data\":["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0) target.Put(","u8);
            target.Put("{\"object\":\"embedding\",\"index\":"u8);
            target.Put(i);
            target.Put(",\"embedding\":"u8);
            if (base64) Embedding.WriteBase64(target, items[i].Key, dimensions);
            else Embedding.WriteFloats(target, items[i].Key, dimensions);
            target.Put("}"u8);
        }
        target.Put("],\"model\":\""u8);
        target.PutJson(model);
        target.Put("\",\"usage\":{\"prompt_tokens\":"u8);
        target.Put(tokens);
        target.Put(",\"total_tokens\":"u8);
        target.Put(tokens);
        target.Put("}}"u8);
    }
}
