using System.Net;
using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.OpenAi;

public sealed class ResponsesTests
{
    private const string Path = "/v1/responses";

    [Fact]
    public async Task Plain_HasAllFieldsExactUsage_AndCanBeReadAgainById()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync(Path, new { model = "gpt-5.4", input = "one two three", reasoning = new { effort = "low" } });
        var again = await sim.Client.GetStringAsync($"{Path}/{json.GetProperty("id").GetString()}", TestContext.Current.CancellationToken);

        Assert.Equal("response", json.GetProperty("object").GetString());
        Assert.Equal("completed", json.GetProperty("status").GetString());
        Assert.Equal(["reasoning", "message"], json.GetProperty("output").EnumerateArray().Select(o => o.GetProperty("type").GetString()));
        var text = json.GetProperty("output")[1].GetProperty("content")[0].GetProperty("text").GetString();
        var usage = json.GetProperty("usage");
        Assert.Equal((3, 64, SimTokens.Count(text) + 64), (
            usage.GetProperty("input_tokens").GetInt32(),
            usage.GetProperty("output_tokens_details").GetProperty("reasoning_tokens").GetInt32(),
            usage.GetProperty("output_tokens").GetInt32()));
        Assert.Equal(json.GetRawText(), again);
    }

    [Fact]
    public async Task UnknownId_Is404()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        using var response = await sim.Client.GetAsync(Path + "/resp_none", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Stream_HasTheFullSequence_NumberedFromZero()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Path, new { model = "gpt-5.4", stream = true, input = "hi" }, ("x-sim-tokens", "2"));

        Assert.Equal(
            [
                "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed",
            ],
            events.Select(e => e.Name));
        Assert.All(events, e => Assert.Equal(e.Name, e.Json.GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(e => e.Json.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(JsonValueKind.Null, events[0].Json.GetProperty("response").GetProperty("usage").ValueKind);
        Assert.Equal(2, events[^1].Json.GetProperty("response").GetProperty("usage").GetProperty("output_tokens").GetInt32());
    }

    [Fact]
    public async Task Stream_WithSummaryAndCut_EndsIncomplete()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", stream = true, input = "hi", max_output_tokens = 2, reasoning = new { effort = "low", summary = "auto" } };

        var events = await sim.EventsAsync(Path, body, ("x-sim-reasoning", "2"));

        Assert.Equal(2, events.Count(e => e.Name == "response.reasoning_summary_text.delta"));
        Assert.Equal("response.incomplete", events[^1].Name);
        Assert.Equal("max_output_tokens", events[^1].Json.GetProperty("response").GetProperty("incomplete_details").GetProperty("reason").GetString());
        Assert.Equal(1, events.Last(e => e.Name == "response.output_text.delta").Json.GetProperty("output_index").GetInt32());
    }

    [Fact]
    public async Task Stream_FunctionCall_ArgumentDeltasJoinToTheFinalArguments()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var tool = new { type = "function", name = "lookup", parameters = new { type = "object", properties = new { q = new { type = "string" } } } };

        var events = await sim.EventsAsync(Path, new { model = "gpt-5.4", stream = true, input = "hi", tools = new[] { tool } });

        var joined = string.Concat(events.Where(e => e.Name == "response.function_call_arguments.delta").Select(e => e.Json.GetProperty("delta").GetString()));
        var item = events[^1].Json.GetProperty("response").GetProperty("output")[0];
        Assert.Equal("function_call", item.GetProperty("type").GetString());
        Assert.Equal(joined, item.GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task ErrorEvent_IsNested_AndTheLast()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var events = await sim.EventsAsync(Path, new { model = "gpt-5.4", stream = true, input = "hi" }, ("x-sim-fail", "error-event"), ("x-sim-fail-after", "1"));

        Assert.Equal("error", events[^1].Name);
        Assert.Equal("server_error", events[^1].Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(events.Count - 1, events[^1].Json.GetProperty("sequence_number").GetInt32());
    }

    [Fact]
    public async Task InputTokens_AgreeWithTheUsageOfTheAnswer()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var body = new { model = "gpt-5.4", instructions = "be brief", input = new[] { new { role = "user", content = new[] { new { type = "input_text", text = "one, two" } } } } };

        var counted = (await sim.JsonAsync(Path + "/input_tokens", body)).GetProperty("input_tokens").GetInt32();
        var used = (await sim.JsonAsync(Path, body)).GetProperty("usage").GetProperty("input_tokens").GetInt32();

        Assert.Equal((5, 5), (counted, used));
    }
}
