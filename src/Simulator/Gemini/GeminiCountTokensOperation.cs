using System.Text;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Gemini;

/// <summary>models/{model}:countTokens.</summary>
internal sealed class GeminiCountTokensOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        ModelGate.Check(call, call.Route.Name!);
        if (await InjectedErrors.SendAsync(call, call.Route.Name!)) return;
        var tokens = GeminiRequest.Prompt(document.RootElement.Property("generateContentRequest") ?? document.RootElement).Tokens;
        await PlainReply.SendAsync(call, Encoding.UTF8.GetBytes(
            $"{{\"totalTokens\":{tokens},\"promptTokensDetails\":[{{\"modality\":\"TEXT\",\"tokenCount\":{tokens}}}]}}"));
    }
}
