using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.Http;

/// <summary>Refuses models the scenario does not list, in the words of the dialect.</summary>
internal static class ModelGate
{
    public static void Check(SimCall call, string model)
    {
        if (call.Engine.ActiveScenario.Knows(model)) return;
        throw call.Route.Dialect switch
        {
            Dialect.Anthropic => new BadRequestException($"model: {model}", 404),
            Dialect.Gemini => new BadRequestException($"models/{model} is not found for API version v1beta, or is not supported.", 404),
            Dialect.Ollama => new BadRequestException($"model '{model}' not found", 404),
            Dialect.Azure => new BadRequestException("The API deployment for this resource does not exist.", 404, "DeploymentNotFound"),
            _ => new BadRequestException($"The model `{model}` does not exist or you do not have access to it.", 404, "model_not_found", "model"),
        };
    }
}
