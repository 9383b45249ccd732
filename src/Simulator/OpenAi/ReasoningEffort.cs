namespace LlmSentinel.Simulator.OpenAi;

/// <summary>Reasoning tokens by the effort a request asks for.</summary>
internal static class ReasoningEffort
{
    public static int Tokens(string? effort) => effort switch
    {
        "minimal" => 16,
        "low" => 64,
        "medium" => 256,
        "high" => 1024,
        "xhigh" => 2048,
        _ => 0,
    };
}
