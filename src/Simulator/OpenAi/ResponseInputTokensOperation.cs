using System.Text;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>POST /v1/responses/input_tokens: counts without answering.</summary>
internal sealed class ResponseInputTokensOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        using var document = RequestJson.Parse(call);
        var tokens = ResponsesRequest.Prompt(document.RootElement).Tokens;
        await PlainReply.SendAsync(call, Encoding.UTF8.GetBytes($"{{\"object\":\"response.input_tokens\",\"input_tokens\":{tokens}}}"));
    }
}
