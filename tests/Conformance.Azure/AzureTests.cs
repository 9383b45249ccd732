using LlmSentinel.Conformance.Harness;
using LlmSentinel.Core.Exchanges;

[assembly: AssemblyFixture(typeof(Simulated))]

namespace LlmSentinel.Conformance.Azure;

/// <summary>The official .NET client of Azure OpenAI.</summary>
public class AzureTests(Simulated simulated)
{
    [Fact]
    public async Task Answer_IsTheSameAndRecorded()
    {
        var both = await simulated.SameAsync("azure", Steering.Answer, AzureScenarios.PlainAsync);

        Assert.NotEmpty(both.Seen["text"]!.GetValue<string>());
        both.IsRecordedAsOk(AzureScenarios.Deployment, Count(both, "input"), Count(both, "output")).IsPriced();
    }

    [Fact]
    public async Task Stream_IsTheSameAndRecorded()
    {
        var both = await simulated.SameAsync("azure", Steering.Answer, AzureScenarios.StreamAsync);

        Assert.NotEmpty(both.Seen["text"]!.GetValue<string>());
        both.IsRecordedAsOk(AzureScenarios.Deployment, Count(both, "input"), Count(both, "output")).IsPriced();
        Assert.True(both.Row.Streamed);
    }

    [Fact]
    public async Task ToolCall_IsTheSameAndRecorded()
    {
        var both = await simulated.SameAsync("azure", Steering.Answer, AzureScenarios.ToolsAsync);

        Assert.NotEmpty(both.Seen["tools"]!.AsArray());
        both.IsRecordedAsOk(AzureScenarios.Deployment, Count(both, "input"), Count(both, "output")).IsPriced();
        Assert.Equal(FinishReason.ToolCall, both.Row.FinishReason);
    }

    [Fact]
    public async Task StructuredOutput_IsTheSameAndRecorded()
    {
        var both = await simulated.SameAsync("azure", Steering.Answer, AzureScenarios.StructuredAsync);

        Assert.NotNull(both.Seen["parsed"]);
        both.IsRecordedAsOk(AzureScenarios.Deployment, Count(both, "input"), Count(both, "output")).IsPriced();
    }

    [Fact]
    public async Task Embeddings_AreTheSameAndRecorded()
    {
        var both = await simulated.SameAsync("azure", Steering.Answer, AzureScenarios.EmbeddingsAsync);

        Assert.Equal(2, both.Seen["vectors"]!.AsArray().Count);
        both.IsRecordedAsOk("text-embedding-3-small", Count(both, "input"), 0).IsPriced();
    }

    [Theory]
    [InlineData(400, ExchangeOutcome.ClientError)]
    [InlineData(401, ExchangeOutcome.ClientError)]
    [InlineData(429, ExchangeOutcome.RateLimited)]
    [InlineData(500, ExchangeOutcome.ServerError)]
    public async Task Error_IsTheSameAndRecorded(int status, ExchangeOutcome outcome)
    {
        var both = await simulated.SameAsync("azure", Steering.Error(status), AzureScenarios.ErrorAsync);

        Assert.Equal(status, both.Seen["Status"]!.GetValue<int>());
        Assert.Equal(status, both.IsRecordedAs(outcome).Row.Status);
    }

    [Fact]
    public async Task ErrorInsideAStream_IsTheSameAndRecorded() =>
        (await simulated.SameAsync("azure", Steering.ErrorInStream, AzureScenarios.ErrorInStreamAsync)).IsRecordedAs(ExchangeOutcome.ServerError);

    [Fact]
    public async Task Abort_IsNoticedUpstreamAndRecorded() =>
        (await simulated.LeavesEarlyAsync("azure", Steering.Slow, AzureScenarios.AbortAsync)).IsRecordedAs(ExchangeOutcome.ClientAborted);

    [Fact]
    public async Task Timeout_IsNoticedUpstreamAndRecorded() =>
        (await simulated.LeavesEarlyAsync("azure", Steering.Late, AzureScenarios.TimeoutAsync)).IsRecordedAs(ExchangeOutcome.ClientAborted);

    private static long Count(Both both, string member) => both.Seen[member]!.GetValue<long>();
}
