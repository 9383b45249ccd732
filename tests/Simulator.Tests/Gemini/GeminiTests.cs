using System.Net;
using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.Gemini;

public sealed class GeminiTests
{
    private const string Model = "/v1beta/models/gemini-3-flash";

    private static readonly object Hello = new { contents = new[] { new { role = "user", parts = new[] { new { text = "one two, three" } } } } };

    [Theory]
    [InlineData(Model)]
    [InlineData("/v1/models/gemini-3-flash")]
    [InlineData("/v1/projects/p/locations/l/publishers/google/models/gemini-3-flash")]
    public async Task Plain_HasAllFieldsAndExactUsage(string model)
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync(model + ":generateContent?key=k", Hello);

        var candidate = json.GetProperty("candidates")[0];
        var text = candidate.GetProperty("content").GetProperty("parts")[0].GetProperty("text").GetString();
        Assert.Equal("STOP", candidate.GetProperty("finishReason").GetString());
        Assert.Equal("gemini-3-flash", json.GetProperty("modelVersion").GetString());
        var usage = json.GetProperty("usageMetadata");
        Assert.Equal((4, SimTokens.Count(text), SimTokens.Count(text) + 4), (
            usage.GetProperty("promptTokenCount").GetInt32(), usage.GetProperty("candidatesTokenCount").GetInt32(), usage.GetProperty("totalTokenCount").GetInt32()));
    }

    [Fact]
    public async Task StreamAsEvents_HasRunningTotals_AndEndsInAFinishReason()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var text = await sim.TextAsync(Model + ":streamGenerateContent?alt=sse", Hello, ("x-sim-tokens", "3"));

        Assert.EndsWith("\r\n\r\n", text, StringComparison.Ordinal);
        var chunks = text.Split("\r\n\r\n", StringSplitOptions.RemoveEmptyEntries).Select(e => JsonDocument.Parse(e["data: ".Length..]).RootElement).ToArray();
        Assert.Equal([1, 2, 3, 3], chunks.Select(c => c.GetProperty("usageMetadata").GetProperty("candidatesTokenCount").GetInt32()));
        Assert.Equal("STOP", chunks[^1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
        Assert.All(chunks.SkipLast(1), c => Assert.False(c.GetProperty("candidates")[0].TryGetProperty("finishReason", out _)));
    }

    [Fact]
    public async Task StreamAsArray_IsOneJsonArray_AlsoWhenItEndsInAnError()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var good = await sim.JsonAsync(Model + ":streamGenerateContent", Hello, ("x-sim-tokens", "3"));
        var bad = await sim.JsonAsync(Model + ":streamGenerateContent", Hello, ("x-sim-fail", "error-event"), ("x-sim-fail-after", "2"));

        Assert.Equal(4, good.GetArrayLength());
        Assert.Equal("UNAVAILABLE", bad[2].GetProperty("error").GetProperty("status").GetString());
    }

    [Fact]
    public async Task Thoughts_AreMarked_AndNotAmongCandidates()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new
        {
            contents = new[] { new { parts = new[] { new { text = "hi" } } } },
            generationConfig = new { thinkingConfig = new { thinkingBudget = 5, includeThoughts = true } },
        };

        var json = await sim.JsonAsync(Model + ":generateContent", body, ("x-sim-tokens", "4"));

        Assert.True(json.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("thought").GetBoolean());
        var usage = json.GetProperty("usageMetadata");
        Assert.Equal((5, 4, 10), (
            usage.GetProperty("thoughtsTokenCount").GetInt32(), usage.GetProperty("candidatesTokenCount").GetInt32(), usage.GetProperty("totalTokenCount").GetInt32()));
    }

    [Fact]
    public async Task FunctionCall_HasArgumentsAsAnObject()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new
        {
            contents = new[] { new { parts = new[] { new { text = "hi" } } } },
            tools = new[] { new { functionDeclarations = new[] { new { name = "lookup", parameters = new { type = "OBJECT", properties = new { n = new { type = "INTEGER" } } } } } } },
        };

        var json = await sim.JsonAsync(Model + ":generateContent", body);

        var call = json.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0].GetProperty("functionCall");
        Assert.Equal("lookup", call.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Number, call.GetProperty("args").GetProperty("n").ValueKind);
    }

    [Fact]
    public async Task CountTokensAndEmbeddings_HaveTheirShapes()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var content = new { parts = new[] { new { text = "a river" } } };

        var counted = await sim.JsonAsync(Model + ":countTokens", Hello);
        var one = await sim.JsonAsync("/v1beta/models/gemini-embedding-001:embedContent", new { content, outputDimensionality = 16 });
        var batch = await sim.JsonAsync("/v1beta/models/gemini-embedding-001:batchEmbedContents", new { requests = new[] { new { content, outputDimensionality = 16 }, new { content, outputDimensionality = 16 } } });

        Assert.Equal(4, counted.GetProperty("totalTokens").GetInt32());
        Assert.Equal(16, one.GetProperty("embedding").GetProperty("values").GetArrayLength());
        Assert.Equal(2, batch.GetProperty("embeddings").GetArrayLength());
        Assert.Equal(one.GetProperty("embedding").GetRawText(), batch.GetProperty("embeddings")[1].GetRawText());
    }

    [Fact]
    public async Task RateLimit_CarriesTheDelayInTheBody()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.SendAsync(Model + ":generateContent", Hello, ("x-sim-status", "429"), ("x-sim-retry-after", "34"));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("RESOURCE_EXHAUSTED", json.RootElement.GetProperty("error").GetProperty("status").GetString());
        Assert.Equal("34s", json.RootElement.GetProperty("error").GetProperty("details")[0].GetProperty("retryDelay").GetString());
    }
}
