using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.OpenAi;

public sealed class ChatTests
{
    private static readonly object Tool = new
    {
        type = "function",
        function = new
        {
            name = "lookup",
            parameters = new { type = "object", properties = new { city = new { type = "string" }, days = new { type = "integer", minimum = 2, maximum = 4 } } },
        },
    };

    [Fact]
    public async Task Plain_HasAllFieldsAndExactUsage()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync(Requests.ChatPath, Requests.Chat("one two, three"));

        Assert.StartsWith("chatcmpl-", json.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("chat.completion", json.GetProperty("object").GetString());
        Assert.Equal("gpt-5.4", json.GetProperty("model").GetString());
        Assert.StartsWith("fp_", json.GetProperty("system_fingerprint").GetString(), StringComparison.Ordinal);
        var choice = json.GetProperty("choices")[0];
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var text = choice.GetProperty("message").GetProperty("content").GetString()!;
        var usage = json.GetProperty("usage");
        Assert.Equal(4, usage.GetProperty("prompt_tokens").GetInt32());
        Assert.Equal(32, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(32, SimTokens.Count(text));
        Assert.Equal(36, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Plain_CarriesTheHeadersOfTheProvider()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat());

        foreach (var name in (string[])["x-request-id", "openai-processing-ms", "openai-version", "x-ratelimit-limit-requests", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"])
            Assert.True(response.Headers.Contains(name), name);
    }

    [Fact]
    public async Task Stream_IsRoleThenTextThenFinishThenUsageThenDone()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Requests.ChatPath, Requests.Chat(stream: true, usage: true), ("x-sim-tokens", "10"));

        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(14, events.Count);
        Assert.Equal("assistant", events[0].Json.GetProperty("choices")[0].GetProperty("delta").GetProperty("role").GetString());
        var text = string.Concat(events.Skip(1).Take(10).Select(e => Delta(e).GetProperty("content").GetString()));
        Assert.Equal(10, SimTokens.Count(text));
        Assert.Equal("stop", events[^3].Json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(0, events[^2].Json.GetProperty("choices").GetArrayLength());
        Assert.Equal(10, events[^2].Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.All(events.Take(12), e => Assert.Equal(JsonValueKind.Null, e.Json.GetProperty("usage").ValueKind));
    }

    [Fact]
    public async Task Stream_WithoutIncludeUsage_SaysNothingOfUsage()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var text = await sim.TextAsync(Requests.ChatPath, Requests.Chat(stream: true));

        Assert.DoesNotContain("usage", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StreamAndPlain_OfTheSameSeedAndOrdinal_SayTheSameText()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var plain = await sim.JsonAsync(Requests.ChatPath, Requests.Chat("What is the capital of France?"));
        var events = await sim.EventsAsync(Requests.ChatPath, Requests.Chat("What is the capital of France?", stream: true));

        Assert.Equal("Paris", plain.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal("Paris", Delta(events[1]).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Tools_AutoChoice_CallsOneWithArgumentsThatFitItsSchema()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", tools = new[] { Tool }, messages = new[] { new { role = "user", content = "hi" } } };

        var choice = (await sim.JsonAsync(Requests.ChatPath, body)).GetProperty("choices")[0];

        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        var call = choice.GetProperty("message").GetProperty("tool_calls")[0];
        Assert.Equal("lookup", call.GetProperty("function").GetProperty("name").GetString());
        using var arguments = JsonDocument.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!);
        Assert.InRange(arguments.RootElement.GetProperty("days").GetInt32(), 2, 4);
        Assert.NotEmpty(arguments.RootElement.GetProperty("city").GetString()!);
    }

    [Fact]
    public async Task Tools_InStream_ArgumentsJoinToJson()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", stream = true, tools = new[] { Tool }, messages = new[] { new { role = "user", content = "hi" } } };

        var events = await sim.EventsAsync(Requests.ChatPath, body, ("x-sim-tool-calls", "2"));

        var deltas = events.Where(e => e.Data.Contains("tool_calls\":[", StringComparison.Ordinal)).Select(e => Delta(e).GetProperty("tool_calls")[0]).ToList();
        foreach (var index in (int[])[0, 1])
        {
            var own = deltas.Where(d => d.GetProperty("index").GetInt32() == index).ToList();
            Assert.StartsWith("call_", own[0].GetProperty("id").GetString(), StringComparison.Ordinal);
            using var arguments = JsonDocument.Parse(string.Concat(own.Select(d => d.GetProperty("function").GetProperty("arguments").GetString())));
            Assert.True(arguments.RootElement.TryGetProperty("city", out _));
        }
    }

    [Fact]
    public async Task SeveralChoices_Interleave_AndShareOneUsage()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", n = 2, stream = true, stream_options = new { include_usage = true }, messages = new[] { new { role = "user", content = "hi" } } };

        var events = await sim.EventsAsync(Requests.ChatPath, body, ("x-sim-tokens", "5"));

        var order = events.SkipLast(2).Select(e => e.Json.GetProperty("choices")[0].GetProperty("index").GetInt32()).ToArray();
        Assert.Equal([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], order);
        Assert.Equal(10, events[^2].Json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task JsonSchema_IsHonoured_UnlessBroken()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var schema = new { type = "object", required = new[] { "colour" }, properties = new { colour = new { type = "string", @enum = new[] { "red", "blue" } } } };
        var body = new
        {
            model = "gpt-5.4",
            response_format = new { type = "json_schema", json_schema = new { name = "c", schema } },
            messages = new[] { new { role = "user", content = "hi" } },
        };

        using var good = JsonDocument.Parse(Content(await sim.JsonAsync(Requests.ChatPath, body)));
        var bad = Content(await sim.JsonAsync(Requests.ChatPath, body, ("x-sim-broken-json", "1")));

        Assert.Contains(good.RootElement.GetProperty("colour").GetString(), (string[])["red", "blue"]);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(bad));
    }

    [Fact]
    public async Task Reasoning_CountsInsideOutput_AndIsShownOnlyWhenAsked()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", reasoning_effort = "low", messages = new[] { new { role = "user", content = "hi" } } };

        var hidden = await sim.JsonAsync(Requests.ChatPath, body, ("x-sim-tokens", "8"));
        var shown = await sim.JsonAsync(Requests.ChatPath, body, ("x-sim-tokens", "8"), ("x-sim-reasoning-style", "reasoning_content"));

        Assert.Equal(72, hidden.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(64, hidden.GetProperty("usage").GetProperty("completion_tokens_details").GetProperty("reasoning_tokens").GetInt32());
        Assert.Equal(64, SimTokens.Count(shown.GetProperty("choices")[0].GetProperty("message").GetProperty("reasoning_content").GetString()));
    }

    [Fact]
    public async Task MaxTokens_CutsTheAnswer()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", max_completion_tokens = 3, messages = new[] { new { role = "user", content = "hi" } } };

        var json = await sim.JsonAsync(Requests.ChatPath, body);

        Assert.Equal("length", json.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(3, SimTokens.Count(Content(json)));
        Assert.Equal(3, json.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Logprobs_HaveOneEntryPerToken()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", logprobs = true, messages = new[] { new { role = "user", content = "hi" } } };

        var choice = (await sim.JsonAsync(Requests.ChatPath, body, ("x-sim-tokens", "6"))).GetProperty("choices")[0];

        var tokens = choice.GetProperty("logprobs").GetProperty("content").EnumerateArray().Select(t => t.GetProperty("token").GetString());
        Assert.Equal(choice.GetProperty("message").GetProperty("content").GetString(), string.Concat(tokens));
    }

    [Fact]
    public async Task Refusal_StandsInItsOwnField()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var message = (await sim.JsonAsync(Requests.ChatPath, Requests.Chat(), ("x-sim-refuse", "1"))).GetProperty("choices")[0].GetProperty("message");

        Assert.Equal(JsonValueKind.Null, message.GetProperty("content").ValueKind);
        Assert.Contains("cannot help", message.GetProperty("refusal").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AzureDeployment_AnswersWithFiltersAndItsName()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { stream = true, messages = new[] { new { role = "user", content = "hi" } } };

        var events = await sim.EventsAsync("/openai/deployments/my-dep/chat/completions?api-version=2024-10-21", body);

        Assert.Equal("", events[0].Json.GetProperty("id").GetString());
        Assert.True(events[0].Json.TryGetProperty("prompt_filter_results", out _));
        Assert.Equal("my-dep", events[1].Json.GetProperty("model").GetString());
    }

    private static JsonElement Delta(SseEvent e) => e.Json.GetProperty("choices")[0].GetProperty("delta");

    private static string Content(JsonElement json) => json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
}
