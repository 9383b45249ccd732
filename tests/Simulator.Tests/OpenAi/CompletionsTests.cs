namespace LlmSentinel.Simulator.Tests.OpenAi;

public sealed class CompletionsTests
{
    [Fact]
    public async Task Plain_HasTextAndUsage()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync("/v1/completions", new { model = "m", prompt = "one two", max_tokens = 4 });

        Assert.Equal("text_completion", json.GetProperty("object").GetString());
        Assert.Equal("length", json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(4, SimTokens.Count(json.GetProperty("choices")[0].GetProperty("text").GetString()));
        Assert.Equal((2, 4), (json.GetProperty("usage").GetProperty("prompt_tokens").GetInt32(), json.GetProperty("usage").GetProperty("completion_tokens").GetInt32()));
    }

    [Fact]
    public async Task Stream_EndsInUsageAndDone()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync("/v1/completions", new { model = "m", prompt = "one", stream = true, stream_options = new { include_usage = true } }, ("x-sim-tokens", "3"));

        Assert.Equal(6, events.Count);
        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(3, events[^2].Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }
}
