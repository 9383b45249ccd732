using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.Ollama;

public sealed class OllamaTests
{
    private static readonly object[] Hello = [new { role = "user", content = "one two" }];

    [Fact]
    public async Task Chat_StreamsLinesUnlessToldOtherwise()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var lines = Lines(await sim.TextAsync("/api/chat", new { model = "llama3.2", messages = Hello }, ("x-sim-tokens", "3")));
        var plain = await sim.JsonAsync("/api/chat", new { model = "llama3.2", messages = Hello, stream = false }, ("x-sim-tokens", "3"));

        Assert.Equal([false, false, false, true], lines.Select(l => l.GetProperty("done").GetBoolean()));
        Assert.Equal((2, 3, "stop"), End(lines[^1]));
        Assert.Equal((2, 3, "stop"), End(plain));
        Assert.Equal(3, SimTokens.Count(plain.GetProperty("message").GetProperty("content").GetString()));
    }

    [Fact]
    public async Task Generate_HasResponseThinkingAndContext()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync("/api/generate", new { model = "llama3.2", prompt = "one two", stream = false, think = true }, ("x-sim-tokens", "3"), ("x-sim-reasoning", "2"));

        Assert.Equal(3, SimTokens.Count(json.GetProperty("response").GetString()));
        Assert.Equal(2, SimTokens.Count(json.GetProperty("thinking").GetString()));
        Assert.Equal((2, 5, "stop"), End(json));
        Assert.Equal(7, json.GetProperty("context").GetArrayLength());
    }

    [Fact]
    public async Task Generate_WithoutPrompt_LoadsTheModel()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var json = await sim.JsonAsync("/api/generate", new { model = "llama3.2" });

        Assert.Equal("load", json.GetProperty("done_reason").GetString());
        Assert.False(json.TryGetProperty("eval_count", out _));
    }

    [Fact]
    public async Task ToolCall_HasArgumentsAsAnObject_OnOneLine()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        var tool = new { type = "function", function = new { name = "lookup", parameters = new { type = "object", properties = new { q = new { type = "string" } } } } };

        var lines = Lines(await sim.TextAsync("/api/chat", new { model = "llama3.2", messages = Hello, tools = new[] { tool } }));

        Assert.Equal(2, lines.Count);
        var function = lines[0].GetProperty("message").GetProperty("tool_calls")[0].GetProperty("function");
        Assert.Equal(JsonValueKind.String, function.GetProperty("arguments").GetProperty("q").ValueKind);
    }

    [Fact]
    public async Task ErrorEvent_IsALineOfItsOwn()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var lines = Lines(await sim.TextAsync("/api/chat", new { model = "llama3.2", messages = Hello }, ("x-sim-fail", "error-event"), ("x-sim-fail-after", "1")));

        Assert.Equal(JsonValueKind.String, lines[^1].GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task EmbedTagsShowAndVersion_HaveTheirShapes()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        var embed = await sim.JsonAsync("/api/embed", new { model = "m", input = new[] { "a b", "c" }, dimensions = 8 });
        var show = await sim.JsonAsync("/api/show", new { model = "llama3.2" });
        using var tags = JsonDocument.Parse(await sim.Client.GetStringAsync("/api/tags", TestContext.Current.CancellationToken));
        using var version = JsonDocument.Parse(await sim.Client.GetStringAsync("/api/version", TestContext.Current.CancellationToken));

        Assert.Equal(3, embed.GetProperty("prompt_eval_count").GetInt32());
        Assert.Equal(8, embed.GetProperty("embeddings")[1].GetArrayLength());
        Assert.True(show.TryGetProperty("capabilities", out _));
        Assert.NotEqual(0, tags.RootElement.GetProperty("models").GetArrayLength());
        Assert.NotEmpty(version.RootElement.GetProperty("version").GetString()!);
    }

    private static List<JsonElement> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];

    private static (int, int, string?) End(JsonElement line) => (
        line.GetProperty("prompt_eval_count").GetInt32(), line.GetProperty("eval_count").GetInt32(), line.GetProperty("done_reason").GetString());
}
