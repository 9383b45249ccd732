using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>Where OpenAI-shaped servers that show their reasoning put it.</summary>
internal static class ReasoningField
{
    public static string For(SimCall call, GenerationRequest request) =>
        (call.Controls.ReasoningStyle ?? call.Engine.ActiveScenario.For(request.Model).ReasoningStyle) == "reasoning" ? "reasoning" : "reasoning_content";
}
