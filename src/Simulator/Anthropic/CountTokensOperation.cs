using System.Text;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.Anthropic;

/// <summary>POST /v1/messages/count_tokens.</summary>
internal sealed class CountTokensOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        var model = RequestJson.Model(call, document.RootElement);
        ModelGate.Check(call, model);
        if (await InjectedErrors.SendAsync(call, model)) return;
        var tokens = MessagesRequest.Prompt.Read(document.RootElement).Tokens;
        await PlainReply.SendAsync(call, Encoding.UTF8.GetBytes($"{{\"input_tokens\":{tokens}}}"));
    }
}
