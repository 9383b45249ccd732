using LlmSentinel.Conformance.Anthropic;
using LlmSentinel.Conformance.Harness;
using LlmSentinel.Conformance.Node;
using LlmSentinel.Conformance.OpenAi;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance;

/// <summary>A client that stops reading or loses patience: the provider notices through the sidecar as it does without.</summary>
[Collection(OneAfterTheOther.Name)]
public class EarlyLeaveTests(Simulated simulated)
{
    [Fact]
    public async Task OpenAi_Abort() => Left(await simulated.LeavesEarlyAsync("openai", Steering.Slow, OpenAiScenarios.AbortAsync));

    [Fact]
    public async Task OpenAi_Timeout() => Left(await simulated.LeavesEarlyAsync("openai", Steering.Late, OpenAiScenarios.TimeoutAsync));

    [Fact]
    public async Task Anthropic_Abort() => Left(await simulated.LeavesEarlyAsync("anthropic", Steering.Slow, AnthropicScenarios.AbortAsync));

    [Fact]
    public async Task Anthropic_Timeout() => Left(await simulated.LeavesEarlyAsync("anthropic", Steering.Late, AnthropicScenarios.TimeoutAsync));

    [Theory]
    [InlineData("openai", "abort")]
    [InlineData("openai", "timeout")]
    [InlineData("anthropic", "abort")]
    [InlineData("anthropic", "timeout")]
    [InlineData("gemini", "abort")]
    [InlineData("gemini", "timeout")]
    [InlineData("ollama", "abort")]
    [InlineData("ollama", "timeout")]
    public async Task JavaScript(string sdk, string scenario) =>
        Left(await simulated.LeavesEarlyAsync(sdk, new Dictionary<string, string>(), NodeSdk.Scenario(sdk, scenario)));

    private static void Left(Both both)
    {
        both.IsRecordedAs(ExchangeOutcome.ClientAborted);
        Assert.NotEqual(false, both.Seen["aborted"]?.GetValue<bool>());
    }
}
