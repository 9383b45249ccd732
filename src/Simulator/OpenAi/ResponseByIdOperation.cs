using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>GET /v1/responses/{id}: the same object again, with the usage of the original answer.</summary>
internal sealed class ResponseByIdOperation : IOperation
{
    public async Task RunAsync(SimCall call)
    {
        var json = call.Engine.Responses.Find(call.Route.Name!)
            ?? throw new BadRequestException($"Response with id '{call.Route.Name}' not found.", 404);
        await PlainReply.SendAsync(call, json);
    }
}
