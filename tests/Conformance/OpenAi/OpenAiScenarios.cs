using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmSentinel.Conformance.Harness;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Responses;

namespace LlmSentinel.Conformance.OpenAi;

/// <summary>What an application does with the NuGet package OpenAI, and what it gets.</summary>
internal static class OpenAiScenarios
{
    public const string Model = "gpt-4o-mini";
    public const string EmbeddingModel = "text-embedding-3-small";

    private static readonly ChatMessage[] Messages = [new UserChatMessage(Steering.Question)];

    public static async Task<JsonNode> PlainAsync(ClientCall call) => Seen(await Chat(call).CompleteChatAsync(Messages));

    public static async Task<JsonNode> ToolsAsync(ClientCall call) => Seen(await Chat(call).CompleteChatAsync(Messages, WithTools()));

    public static Task<JsonNode> StreamAsync(ClientCall call) => StreamAsync(call, new ChatCompletionOptions());

    public static Task<JsonNode> StreamToolsAsync(ClientCall call) => StreamAsync(call, WithTools());

    public static async Task<JsonNode> StructuredAsync(ClientCall call)
    {
        var format = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(Steering.PersonSchema), jsonSchemaIsStrict: true);
        var seen = Seen(await Chat(call).CompleteChatAsync(Messages, new ChatCompletionOptions { ResponseFormat = format }));
        seen["parsed"] = JsonNode.Parse(seen["text"]!.GetValue<string>());
        return seen;
    }

    public static async Task<JsonNode> EmbeddingsAsync(ClientCall call)
    {
        var client = new EmbeddingClient(EmbeddingModel, Key, Options(call));
        OpenAIEmbeddingCollection result = await client.GenerateEmbeddingsAsync(["one", "two"]);
        return JsonSerializer.SerializeToNode(new
        {
            result.Model, input = result.Usage.InputTokenCount, vectors = result.Select(item => item.ToFloats().ToArray()),
        })!;
    }

    public static async Task<JsonNode> ErrorAsync(ClientCall call)
    {
        var thrown = await Assert.ThrowsAsync<ClientResultException>(() => Chat(call).CompleteChatAsync(Messages));
        return JsonSerializer.SerializeToNode(new { thrown.Status, thrown.Message })!;
    }

    public static async Task<JsonNode> ErrorInStreamAsync(ClientCall call)
    {
        var thrown = await Record.ExceptionAsync(() => StreamAsync(call));
        return new JsonObject { ["thrown"] = thrown?.GetType().Name, ["message"] = thrown?.Message };
    }

    public static async Task<JsonNode> AbortAsync(ClientCall call)
    {
        using var stop = new CancellationTokenSource();
        var updates = 0;
        try
        {
            await foreach (var _ in Chat(call).CompleteChatStreamingAsync(Messages, cancellationToken: stop.Token))
            {
                if (++updates == 3)
                    await stop.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
            return new JsonObject { ["aborted"] = true, ["updates"] = updates };
        }

        return new JsonObject { ["aborted"] = false, ["updates"] = updates };
    }

    public static async Task<JsonNode> TimeoutAsync(ClientCall call)
    {
        var options = Options(call);
        options.NetworkTimeout = Steering.Patience;
        var thrown = await Assert.ThrowsAnyAsync<Exception>(() => new ChatClient(Model, Key, options).CompleteChatAsync(Messages));
        return new JsonObject { ["thrown"] = thrown.GetType().Name };
    }

    public static async Task<JsonNode> ResponsesAsync(ClientCall call)
    {
        ResponseResult result = await Responses(call).CreateResponseAsync(Model, Steering.Question);
        return Seen(result, result.GetOutputText());
    }

    public static async Task<JsonNode> ResponsesStreamAsync(ClientCall call)
    {
        var text = "";
        ResponseResult? result = null;
        await using var stream = await Responses(call).CreateResponseStreamingAsync(Model, Steering.Question);
        await foreach (var update in stream)
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta)
                text += delta.Delta;
            if (update is StreamingResponseCompletedUpdate completed)
                result = completed.Response;
        }

        return Seen(result!, text);
    }

    private static ApiKeyCredential Key => new("sk-conformance-key");

    private static ChatClient Chat(ClientCall call) => new(Model, Key, Options(call));

    private static ResponsesClient Responses(ClientCall call) => new(Key, new ResponsesClientOptions
    {
        Endpoint = call.At("/v1"),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        Transport = new HttpClientPipelineTransport(call.Client()),
    });

    private static OpenAIClientOptions Options(ClientCall call) => new()
    {
        Endpoint = call.At("/v1"),
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        Transport = new HttpClientPipelineTransport(call.Client()),
    };

    private static ChatCompletionOptions WithTools() => new()
    {
        Tools = { ChatTool.CreateFunctionTool("get_weather", "Current weather of a city", BinaryData.FromString(Steering.WeatherSchema), true) },
        ToolChoice = ChatToolChoice.CreateRequiredChoice(),
    };

    private static async Task<JsonNode> StreamAsync(ClientCall call, ChatCompletionOptions options)
    {
        var text = "";
        var tools = new SortedDictionary<int, string>();
        var updates = 0;
        StreamingChatCompletionUpdate? last = null;
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;
        await foreach (var update in Chat(call).CompleteChatStreamingAsync(Messages, options))
        {
            updates++;
            last = update;
            usage = update.Usage ?? usage;
            finish = update.FinishReason ?? finish;
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            foreach (var part in update.ToolCallUpdates)
                tools[part.Index] = tools.GetValueOrDefault(part.Index) + part.ToolCallId + part.FunctionName + part.FunctionArgumentsUpdate;
        }

        return JsonSerializer.SerializeToNode(new
        {
            last?.CompletionId, last?.Model, finish = finish?.ToString(), text, tools = tools.Values, updates,
            input = usage?.InputTokenCount, output = usage?.OutputTokenCount,
        })!;
    }

    private static JsonNode Seen(ChatCompletion completion) => JsonSerializer.SerializeToNode(new
    {
        completion.Id, completion.Model, finish = completion.FinishReason.ToString(), text = string.Concat(completion.Content.Select(part => part.Text)),
        tools = completion.ToolCalls.Select(call => new { call.Id, call.FunctionName, arguments = call.FunctionArguments.ToString() }),
        input = completion.Usage.InputTokenCount, output = completion.Usage.OutputTokenCount,
    })!;

    private static JsonNode Seen(ResponseResult result, string text) => JsonSerializer.SerializeToNode(new
    {
        result.Id, result.Model, status = result.Status?.ToString(), text,
        input = result.Usage.InputTokenCount, output = result.Usage.OutputTokenCount,
    })!;
}
