using System.Net;
using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.Anthropic;

public sealed class MessagesTests
{
    [Fact]
    public async Task Plain_HasAllFieldsAndExactUsage()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync(Requests.MessagesPath, Requests.Messages("one two, three"));

        Assert.StartsWith("msg_", json.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("message", json.GetProperty("type").GetString());
        Assert.Equal("end_turn", json.GetProperty("stop_reason").GetString());
        Assert.Equal(32, SimTokens.Count(json.GetProperty("content")[0].GetProperty("text").GetString()));
        Assert.Equal(4, json.GetProperty("usage").GetProperty("input_tokens").GetInt32());
        Assert.Equal(32, json.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_HasTheEventsInOrder()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Requests.MessagesPath, Requests.Messages(stream: true), ("x-sim-tokens", "3"));

        Assert.Equal(
            ["message_start", "ping", "content_block_start", "content_block_delta", "content_block_delta", "content_block_delta", "content_block_stop", "message_delta", "message_stop"],
            events.Select(e => e.Name));
        Assert.All(events, e => Assert.Equal(e.Name, e.Json.GetProperty("type").GetString()));
        Assert.Equal(1, events[0].Json.GetProperty("message").GetProperty("usage").GetProperty("output_tokens").GetInt32());
        Assert.Equal(3, events[^2].Json.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Thinking_ComesFirstInItsOwnSignedBlock()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new
        {
            model = "claude-sonnet-5", stream = true, max_tokens = 2000, thinking = new { type = "enabled", budget_tokens = 1024 },
            messages = new[] { new { role = "user", content = "hi" } },
        };

        var events = await sim.EventsAsync(Requests.MessagesPath, body, ("x-sim-tokens", "2"), ("x-sim-reasoning", "3"));

        var deltas = events.Where(e => e.Name == "content_block_delta").Select(e => e.Json.GetProperty("delta").GetProperty("type").GetString());
        Assert.Equal(["thinking_delta", "thinking_delta", "thinking_delta", "signature_delta", "text_delta", "text_delta"], deltas);
        Assert.Equal(5, events[^2].Json.GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task ToolUse_InputDeltasJoinToJson()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new
        {
            model = "claude-sonnet-5", stream = true, max_tokens = 2000,
            tools = new[] { new { name = "lookup", input_schema = new { type = "object", properties = new { q = new { type = "string" } } } } },
            messages = new[] { new { role = "user", content = "hi" } },
        };

        var events = await sim.EventsAsync(Requests.MessagesPath, body);

        var json = string.Concat(events.Where(e => e.Name == "content_block_delta").Select(e => e.Json.GetProperty("delta").GetProperty("partial_json").GetString()));
        using var input = JsonDocument.Parse(json);
        Assert.True(input.RootElement.TryGetProperty("q", out _));
        Assert.Equal("tool_use", events[^2].Json.GetProperty("delta").GetProperty("stop_reason").GetString());
    }

    [Fact]
    public async Task CacheControl_WritesOnce_ThenReads()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new
        {
            model = "claude-sonnet-5", max_tokens = 100,
            system = new object[] { new { type = "text", text = "a long and shared introduction", cache_control = new { type = "ephemeral", ttl = "1h" } } },
            messages = new[] { new { role = "user", content = "two words" } },
        };

        var first = (await sim.JsonAsync(Requests.MessagesPath, body)).GetProperty("usage");
        var second = (await sim.JsonAsync(Requests.MessagesPath, body)).GetProperty("usage");

        Assert.Equal((2, 5, 0), Cached(first));
        Assert.Equal(5, first.GetProperty("cache_creation").GetProperty("ephemeral_1h_input_tokens").GetInt32());
        Assert.Equal((2, 0, 5), Cached(second));
    }

    [Fact]
    public async Task CountTokens_AgreesWithTheUsageOfTheAnswer()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = Requests.Messages("How long is \"this\"?\n(really)");

        var counted = (await sim.JsonAsync(Requests.MessagesPath + "/count_tokens", body)).GetProperty("input_tokens").GetInt32();
        var used = (await sim.JsonAsync(Requests.MessagesPath, body)).GetProperty("usage").GetProperty("input_tokens").GetInt32();

        Assert.Equal(used, counted);
        Assert.Equal(SimTokens.Count("How long is \"this\"?\n(really)"), counted);
    }

    [Fact]
    public async Task Overloaded_Is529InTheDialectsShape()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.SendAsync(Requests.MessagesPath, Requests.Messages(), ("x-sim-status", "529"));
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Assert.Equal((HttpStatusCode)529, response.StatusCode);
        Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("overloaded_error", json.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(response.Headers.GetValues("request-id").Single(), json.RootElement.GetProperty("request_id").GetString());
    }

    private static (int Input, int Written, int Read) Cached(JsonElement usage) => (
        usage.GetProperty("input_tokens").GetInt32(), usage.GetProperty("cache_creation_input_tokens").GetInt32(), usage.GetProperty("cache_read_input_tokens").GetInt32());
}
