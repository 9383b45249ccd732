using System.Text.Json.Nodes;
using LlmSentinel.Conformance.Harness;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance.Node;

/// <summary>npm openai, @anthropic-ai/sdk, @google/genai and ollama.</summary>
public class NodeSdkTests(Simulated simulated)
{
    private static readonly Dictionary<string, string> Models = new()
    {
        ["openai"] = "gpt-4o-mini",
        ["anthropic"] = "claude-sonnet-4-5",
        ["gemini"] = "gemini-2.5-flash",
        ["ollama"] = "llama3.2",
    };

    public static TheoryData<string, int, ExchangeOutcome> Errors
    {
        get
        {
            var data = new TheoryData<string, int, ExchangeOutcome> { { "anthropic", 529, ExchangeOutcome.ServerError } };
            foreach (var sdk in Models.Keys)
            {
                data.Add(sdk, 400, ExchangeOutcome.ClientError);
                data.Add(sdk, 401, ExchangeOutcome.ClientError);
                data.Add(sdk, 429, ExchangeOutcome.RateLimited);
                data.Add(sdk, 500, ExchangeOutcome.ServerError);
            }

            return data;
        }
    }

    [Theory]
    [InlineData("openai", "plain")]
    [InlineData("openai", "stream-usage")]
    [InlineData("openai", "structured")]
    [InlineData("openai", "responses")]
    [InlineData("openai", "responses-stream")]
    [InlineData("anthropic", "plain")]
    [InlineData("anthropic", "stream")]
    [InlineData("anthropic", "structured")]
    [InlineData("gemini", "plain")]
    [InlineData("gemini", "stream")]
    [InlineData("gemini", "structured")]
    [InlineData("ollama", "plain")]
    [InlineData("ollama", "stream")]
    [InlineData("ollama", "generate")]
    [InlineData("ollama", "structured")]
    public async Task Answer_IsTheSameAndRecorded(string sdk, string scenario)
    {
        var both = await RunAsync(sdk, scenario);

        Assert.NotEmpty(both.Seen["text"]!.GetValue<string>());
        IsRecorded(sdk, both);
        Assert.Equal(scenario.Contains("stream", StringComparison.Ordinal), both.Row.Streamed);
    }

    [Theory]
    [InlineData("openai", "tools")]
    [InlineData("anthropic", "tools")]
    [InlineData("anthropic", "stream-tools")]
    [InlineData("gemini", "tools")]
    [InlineData("gemini", "stream-tools")]
    [InlineData("ollama", "tools")]
    [InlineData("ollama", "stream-tools")]
    public async Task ToolCall_IsTheSameAndRecorded(string sdk, string scenario)
    {
        var both = await RunAsync(sdk, scenario);

        Assert.NotEmpty(both.Seen["tools"]!.AsArray());
        IsRecorded(sdk, both);
        Assert.Equal(FinishReason.ToolCall, both.Row.FinishReason);
        Assert.Equal(1, both.Row.ToolCalls);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("stream-tools")]
    public async Task OpenAiStream_ThatAsksForNoUsage_IsTheSameAndStillCounted(string scenario)
    {
        var both = await RunAsync("openai", scenario);

        Assert.Null(both.Seen["usage"]);
        Assert.Equal(0, both.Seen["withoutChoices"]!.GetValue<int>());
        both.IsRecordedAs(ExchangeOutcome.Ok).IsPriced();
        Assert.Equal(UsageSource.Reported, both.Row.Usage.Source);
    }

    [Fact]
    public async Task OpenAiEmbeddings_AreTheSameAndRecorded()
    {
        var both = await RunAsync("openai", "embeddings");

        Assert.Equal(2, both.Seen["vectors"]!.AsArray().Count);
        both.IsRecordedAsOk("text-embedding-3-small", both.Seen["usage"]!["prompt_tokens"]!.GetValue<long>(), 0).IsPriced();
    }

    [Fact]
    public async Task OllamaEmbeddings_AreTheSameAndRecorded()
    {
        var both = await RunAsync("ollama", "embeddings");

        Assert.Equal(2, both.Seen["vectors"]!.AsArray().Count);
        both.IsRecordedAsOk("nomic-embed-text", both.Seen["promptTokens"]!.GetValue<long>(), 0);
    }

    [Fact]
    public async Task GeminiEmbeddings_AreTheSame() =>
        Assert.Equal(2, (await RunAsync("gemini", "embeddings")).IsRecordedAs(ExchangeOutcome.Ok).Seen["vectors"]!.AsArray().Count);

    [Fact]
    public async Task AnthropicTokenCount_IsTheSameAndNotBilled()
    {
        var both = await RunAsync("anthropic", "count-tokens");

        Assert.True(both.Seen["input_tokens"]!.GetValue<long>() > 0);
        Assert.Null(both.IsRecordedAs(ExchangeOutcome.Ok).Row.Cost.Total);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Error_IsTheSameAndRecorded(string sdk, int status, ExchangeOutcome outcome)
    {
        var both = await RunAsync(sdk, $"error-{status}");

        Assert.Equal(status, both.Seen["error"]!["status"]!.GetValue<int>());
        Assert.Equal(status, both.IsRecordedAs(outcome).Row.Status);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    [InlineData("ollama")]
    public async Task ErrorInsideAStream_IsTheSameAndRecorded(string sdk) =>
        (await RunAsync(sdk, "error-in-stream")).IsRecordedAs(ExchangeOutcome.ServerError);

    private Task<Both> RunAsync(string sdk, string scenario) =>
        simulated.SameAsync(sdk, new Dictionary<string, string>(), NodeSdk.Scenario(sdk, scenario));

    private static void IsRecorded(string sdk, Both both)
    {
        var usage = both.Seen["usage"]!;
        both.IsRecordedAsOk(Models[sdk], Sum(usage, InputMembers), Sum(usage, OutputMembers));

        // A local server has no price list.
        if (sdk != "ollama")
            both.IsPriced();
    }

    // No SDK's usage has members of two of these families at once.
    private static readonly string[] InputMembers =
        ["prompt_tokens", "input_tokens", "cache_read_input_tokens", "cache_creation_input_tokens", "promptTokenCount", "prompt"];

    private static readonly string[] OutputMembers =
        ["completion_tokens", "output_tokens", "candidatesTokenCount", "thoughtsTokenCount", "output"];

    private static long Sum(JsonNode usage, string[] members) =>
        members.Sum(member => usage[member] is JsonValue value && value.TryGetValue<long>(out var count) ? count : 0);
}
