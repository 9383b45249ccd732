using System.Text.Json.Nodes;
using LlmSentinel.Conformance.Harness;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance.OpenAi;

/// <summary>The official .NET client of OpenAI.</summary>
public class OpenAiTests(Simulated simulated)
{
    private static readonly Dictionary<string, Func<ClientCall, Task<JsonNode>>> Answered = new()
    {
        ["plain"] = OpenAiScenarios.PlainAsync,
        ["stream"] = OpenAiScenarios.StreamAsync,
        ["structured"] = OpenAiScenarios.StructuredAsync,
        ["responses"] = OpenAiScenarios.ResponsesAsync,
        ["responses stream"] = OpenAiScenarios.ResponsesStreamAsync,
    };

    [Theory]
    [InlineData("plain")]
    [InlineData("stream")]
    [InlineData("structured")]
    [InlineData("responses")]
    [InlineData("responses stream")]
    public async Task Answer_IsTheSameAndRecorded(string scenario)
    {
        var both = await simulated.SameAsync("openai", Steering.Answer, Answered[scenario]);

        Assert.NotEmpty(both.Seen["text"]!.GetValue<string>());
        both.IsRecordedAsOk(OpenAiScenarios.Model, Count(both, "input"), Count(both, "output")).IsPriced();
        Assert.Equal(scenario.EndsWith("stream", StringComparison.Ordinal), both.Row.Streamed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToolCall_IsTheSameAndRecorded(bool stream)
    {
        var both = await simulated.SameAsync(
            "openai", Steering.Answer, stream ? OpenAiScenarios.StreamToolsAsync : OpenAiScenarios.ToolsAsync);

        Assert.NotEmpty(both.Seen["tools"]!.AsArray());
        both.IsRecordedAsOk(OpenAiScenarios.Model, Count(both, "input"), Count(both, "output")).IsPriced();
        Assert.Equal(FinishReason.ToolCall, both.Row.FinishReason);
        Assert.Equal(1, both.Row.ToolCalls);
    }

    [Fact]
    public async Task Embeddings_AreTheSameAndRecorded()
    {
        var both = await simulated.SameAsync("openai", Steering.Answer, OpenAiScenarios.EmbeddingsAsync);

        Assert.Equal(2, both.Seen["vectors"]!.AsArray().Count);
        both.IsRecordedAsOk(OpenAiScenarios.EmbeddingModel, Count(both, "input"), 0).IsPriced();
    }

    [Theory]
    [InlineData(400, ExchangeOutcome.ClientError)]
    [InlineData(401, ExchangeOutcome.ClientError)]
    [InlineData(429, ExchangeOutcome.RateLimited)]
    [InlineData(500, ExchangeOutcome.ServerError)]
    public async Task Error_IsTheSameAndRecorded(int status, ExchangeOutcome outcome)
    {
        var both = await simulated.SameAsync("openai", Steering.Error(status), OpenAiScenarios.ErrorAsync);

        Assert.Equal(status, both.Seen["Status"]!.GetValue<int>());
        Assert.Equal(status, both.IsRecordedAs(outcome).Row.Status);
    }

    [Fact]
    public async Task ErrorInsideAStream_IsTheSameAndRecorded() =>
        (await simulated.SameAsync("openai", Steering.ErrorInStream, OpenAiScenarios.ErrorInStreamAsync)).IsRecordedAs(ExchangeOutcome.ServerError);

    private static long Count(Both both, string member) => both.Seen[member]!.GetValue<long>();
}
