using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.AI.OpenAI;
using LlmSentinel.Conformance.Harness;
using OpenAI.Chat;

namespace LlmSentinel.Conformance.Azure;

/// <summary>What an application does with the NuGet package Azure.AI.OpenAI, and what it gets.</summary>
internal static class AzureScenarios
{
    /// <summary>The deployment, which is what an Azure client names; it is called as its model here.</summary>
    public const string Deployment = "gpt-4o-mini";

    private static readonly ChatMessage[] Messages = [new UserChatMessage(Steering.Question)];

    public static async Task<JsonNode> PlainAsync(ClientCall call)
    {
        ChatCompletion completion = await Chat(call).CompleteChatAsync(Messages);
        return Seen(completion);
    }

    public static async Task<JsonNode> ToolsAsync(ClientCall call)
    {
        ChatCompletion completion = await Chat(call).CompleteChatAsync(Messages, new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("get_weather", "Current weather of a city", BinaryData.FromString(Steering.WeatherSchema)) },
            ToolChoice = ChatToolChoice.CreateRequiredChoice(),
        });
        var seen = Seen(completion);
        seen["tools"] = JsonSerializer.SerializeToNode(
            completion.ToolCalls.Select(tool => new { tool.Id, tool.FunctionName, arguments = tool.FunctionArguments.ToString() }));
        return seen;
    }

    public static async Task<JsonNode> StructuredAsync(ClientCall call)
    {
        var format = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString(Steering.PersonSchema), jsonSchemaIsStrict: true);
        ChatCompletion completion = await Chat(call).CompleteChatAsync(Messages, new ChatCompletionOptions { ResponseFormat = format });
        var seen = Seen(completion);
        seen["parsed"] = JsonNode.Parse(seen["text"]!.GetValue<string>());
        return seen;
    }

    public static async Task<JsonNode> StreamAsync(ClientCall call)
    {
        var text = "";
        var updates = 0;
        StreamingChatCompletionUpdate? last = null;
        await foreach (var update in Chat(call).CompleteChatStreamingAsync(Messages))
        {
            updates++;
            last = update;
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
        }

        return JsonSerializer.SerializeToNode(new
        {
            last?.CompletionId, last?.Model, text, updates, input = last?.Usage?.InputTokenCount, output = last?.Usage?.OutputTokenCount,
        })!;
    }

    public static async Task<JsonNode> EmbeddingsAsync(ClientCall call)
    {
        var client = Client(call).GetEmbeddingClient("text-embedding-3-small");
        var result = (await client.GenerateEmbeddingsAsync(["one", "two"])).Value;
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
        var thrown = await Assert.ThrowsAnyAsync<Exception>(
            () => Client(call, Steering.Patience).GetChatClient(Deployment).CompleteChatAsync(Messages));
        return new JsonObject { ["thrown"] = thrown.GetType().Name };
    }

    private static JsonNode Seen(ChatCompletion completion) => JsonSerializer.SerializeToNode(new
    {
        completion.Id, completion.Model, finish = completion.FinishReason.ToString(),
        text = string.Concat(completion.Content.Select(part => part.Text)),
        input = completion.Usage.InputTokenCount, output = completion.Usage.OutputTokenCount,
    })!;

    private static ChatClient Chat(ClientCall call) => Client(call).GetChatClient(Deployment);

    private static AzureOpenAIClient Client(ClientCall call, TimeSpan? patience = null) => new(
        call.Root,
        new ApiKeyCredential("azure-conformance-key"),
        new AzureOpenAIClientOptions
        {
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            Transport = new HttpClientPipelineTransport(call.Client()),
            NetworkTimeout = patience,
        });
}
