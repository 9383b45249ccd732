using System.Text.Json;
using System.Text.Json.Nodes;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;
using LlmSentinel.Conformance.Harness;

namespace LlmSentinel.Conformance.Anthropic;

/// <summary>What an application does with the NuGet package Anthropic, and what it gets.</summary>
internal static class AnthropicScenarios
{
    public const string Model = "claude-sonnet-4-5";

    private static readonly MessageCreateParams Ask = new()
    {
        Model = Model,
        MaxTokens = 256,
        Messages = [new UserMessageParam(Steering.Question)],
    };

    private static MessageCreateParams AskWithTools => Ask with
    {
        Tools = [new Tool { Name = "get_weather", Description = "Current weather of a city", InputSchema = new InputSchema(Members(Steering.WeatherSchema)) }],
        ToolChoice = new ToolChoiceAny(),
    };

    public static async Task<JsonNode> PlainAsync(ClientCall call) => Seen(await Client(call).Messages.Create(Ask));

    public static async Task<JsonNode> ToolsAsync(ClientCall call) => Seen(await Client(call).Messages.Create(AskWithTools));

    public static Task<JsonNode> StreamAsync(ClientCall call) => StreamAsync(call, Ask);

    public static Task<JsonNode> StreamToolsAsync(ClientCall call) => StreamAsync(call, AskWithTools);

    public static async Task<JsonNode> StructuredAsync(ClientCall call)
    {
        var config = new OutputConfig { Format = new JsonOutputFormat { Schema = Members(Steering.PersonSchema) } };
        var seen = Seen(await Client(call).Messages.Create(Ask with { OutputConfig = config }));
        seen["parsed"] = JsonNode.Parse(seen["text"]!.GetValue<string>());
        return seen;
    }

    public static async Task<JsonNode> ErrorAsync(ClientCall call)
    {
        var thrown = await Assert.ThrowsAnyAsync<AnthropicApiException>(() => Client(call).Messages.Create(Ask));
        return JsonSerializer.SerializeToNode(new { type = thrown.GetType().Name, thrown.StatusCode, thrown.ResponseBody })!;
    }

    public static async Task<JsonNode> ErrorInStreamAsync(ClientCall call)
    {
        var thrown = await Record.ExceptionAsync(() => StreamAsync(call));
        return new JsonObject { ["thrown"] = thrown?.GetType().Name, ["message"] = thrown?.Message };
    }

    public static async Task<JsonNode> AbortAsync(ClientCall call)
    {
        using var stop = new CancellationTokenSource();
        var events = 0;
        try
        {
            await foreach (var _ in Client(call).Messages.CreateStreaming(Ask, stop.Token))
            {
                if (++events == 4)
                    await stop.CancelAsync();
            }
        }
        catch (Exception e) when (stop.IsCancellationRequested)
        {
            return new JsonObject { ["aborted"] = e is OperationCanceledException or AnthropicException, ["events"] = events };
        }

        return new JsonObject { ["aborted"] = false, ["events"] = events };
    }

    public static async Task<JsonNode> TimeoutAsync(ClientCall call)
    {
        var client = Client(call).WithOptions(options => options with { Timeout = Steering.Patience });
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => client.Messages.Create(Ask));
        return new JsonObject { ["thrown"] = thrown.GetType().Name };
    }

    private static AnthropicClient Client(ClientCall call) => new AnthropicClient
    {
        ApiKey = "sk-ant-conformance-key",
        BaseUrl = call.Root.AbsoluteUri.TrimEnd('/'),
        MaxRetries = 0,
        HttpClient = call.Client(),
    };

    private static async Task<JsonNode> StreamAsync(ClientCall call, MessageCreateParams ask)
    {
        var kinds = new List<string>();
        var (text, arguments) = ("", "");
        RawMessageStartEvent? start = null;
        RawMessageDeltaEvent? end = null;
        await foreach (var item in Client(call).Messages.CreateStreaming(ask))
        {
            kinds.Add(item.Json.GetProperty("type").GetString()!);
            if (item.TryPickStart(out var started))
                start = started;
            if (item.TryPickDelta(out var ended))
                end = ended;
            if (item.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var words))
                text += words.Text;
            else if (block is not null && block.Delta.TryPickInputJson(out var json))
                arguments += json.PartialJson;
        }

        var usage = start!.Message.Usage;
        return JsonSerializer.SerializeToNode(new
        {
            start.Message.ID, model = start.Message.Model.Raw(), finish = end!.Delta.StopReason?.Raw(), text, arguments, kinds,
            input = usage.InputTokens + (usage.CacheReadInputTokens ?? 0) + (usage.CacheCreationInputTokens ?? 0), output = end.Usage.OutputTokens,
        })!;
    }

    private static JsonNode Seen(Message message) => JsonSerializer.SerializeToNode(new
    {
        message.ID, model = message.Model.Raw(), finish = message.StopReason?.Raw(),
        text = string.Concat(message.Content.Select(block => block.TryPickText(out var text) ? text.Text : "")),
        tools = message.Content.Where(block => block.TryPickToolUse(out _)).Select(block => block.Json),
        input = message.Usage.InputTokens + (message.Usage.CacheReadInputTokens ?? 0) + (message.Usage.CacheCreationInputTokens ?? 0),
        output = message.Usage.OutputTokens,
    })!;

    private static Dictionary<string, JsonElement> Members(string schema) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(schema)!;
}
