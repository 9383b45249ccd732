using LlmSentinel.Simulator.Engine;

namespace LlmSentinel.Simulator.OpenAi;

internal static class FinishReasons
{
    /// <summary>A refusal ends in stop; its text stands in the refusal field.</summary>
    public static string For(Finish finish) => finish switch
    {
        Finish.Length => "length",
        Finish.ToolCall => "tool_calls",
        _ => "stop",
    };
}
