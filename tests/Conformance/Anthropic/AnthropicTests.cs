using System.Text.Json.Nodes;
using LlmSentinel.Conformance.Harness;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance.Anthropic;

/// <summary>The official .NET client of Anthropic.</summary>
public class AnthropicTests(Simulated simulated)
{
    private static readonly Dictionary<string, Func<ClientCall, Task<JsonNode>>> Answered = new()
    {
        ["plain"] = AnthropicScenarios.PlainAsync,
        ["stream"] = AnthropicScenarios.StreamAsync,
        ["structured"] = AnthropicScenarios.StructuredAsync,
    };

    [Theory]
    [InlineData("plain")]
    [InlineData("stream")]
    [InlineData("structured")]
    public async Task Answer_IsTheSameAndRecorded(string scenario)
    {
        var both = await simulated.SameAsync("anthropic", Steering.Answer, Answered[scenario]);

        Assert.NotEmpty(both.Seen["text"]!.GetValue<string>());
        both.IsRecordedAsOk(AnthropicScenarios.Model, Count(both, "input"), Count(both, "output")).IsPriced();
        Assert.Equal(scenario == "stream", both.Row.Streamed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToolCall_IsTheSameAndRecorded(bool stream)
    {
        var both = await simulated.SameAsync(
            "anthropic", Steering.Answer, stream ? AnthropicScenarios.StreamToolsAsync : AnthropicScenarios.ToolsAsync);

        Assert.Equal("tool_use", both.Seen["finish"]!.GetValue<string>());
        both.IsRecordedAsOk(AnthropicScenarios.Model, Count(both, "input"), Count(both, "output")).IsPriced();
        Assert.Equal(FinishReason.ToolCall, both.Row.FinishReason);
        Assert.Equal(1, both.Row.ToolCalls);
    }

    [Theory]
    [InlineData(400, ExchangeOutcome.ClientError)]
    [InlineData(401, ExchangeOutcome.ClientError)]
    [InlineData(429, ExchangeOutcome.RateLimited)]
    [InlineData(500, ExchangeOutcome.ServerError)]
    [InlineData(529, ExchangeOutcome.ServerError)]
    public async Task Error_IsTheSameAndRecorded(int status, ExchangeOutcome outcome)
    {
        var both = await simulated.SameAsync("anthropic", Steering.Error(status), AnthropicScenarios.ErrorAsync);

        Assert.Equal(status, both.Seen["StatusCode"]!.GetValue<int>());
        Assert.Equal(status, both.IsRecordedAs(outcome).Row.Status);
    }

    [Fact]
    public async Task ErrorInsideAStream_IsTheSameAndRecorded() =>
        (await simulated.SameAsync("anthropic", Steering.ErrorInStream, AnthropicScenarios.ErrorInStreamAsync)).IsRecordedAs(ExchangeOutcome.ServerError);

    private static long Count(Both both, string member) => both.Seen[member]!.GetValue<long>();
}
