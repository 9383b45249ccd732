using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.OpenAi;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Ollama;

/// <summary>Reads /api/chat and /api/generate requests. Streaming is what happens unless it is switched off.</summary>
internal static class OllamaRequest
{
    private const int DefaultThoughts = 64;

    public static GenerationRequest Read(SimCall call, JsonElement root, bool chat)
    {
        var (tokens, question, lastRole) = chat ? Messages(root) : Prompt(root);
        var format = root.Property("format") ?? default;
        var thinks = root.Flag("think") ?? root.Text("think") is not null;
        return new GenerationRequest
        {
            Model = RequestJson.Model(call, root),
            Stream = root.Flag("stream") ?? true,
            IncludeUsage = true,
            MaxTokens = root.Property("options")?.Whole("num_predict") is > 0 and var max ? max : null,
            PromptTokens = tokens,
            Question = question,
            AnswersTool = lastRole == "tool",
            Tools = ChatRequest.Tools(root),
            Format = format.ValueKind switch
            {
                JsonValueKind.Object => OutputFormat.JsonSchema,
                JsonValueKind.String => OutputFormat.JsonObject,
                _ => OutputFormat.Text,
            },
            Schema = format.ValueKind == JsonValueKind.Object ? format : null,
            ReasoningTokens = thinks ? DefaultThoughts : 0,
            ShowReasoning = true,
        };
    }

    /// <summary>A request without a prompt only loads the model.</summary>
    public static bool IsLoad(JsonElement root, bool chat) =>
        chat ? root.Property("messages") is not { } messages || messages.GetArrayLength() == 0 : string.IsNullOrEmpty(root.Text("prompt"));

    private static (int, string, string) Messages(JsonElement root)
    {
        var tokens = root.Property("tools") is { } tools ? PromptTokens.Raw(tools) : 0;
        var (question, role) = ("", "");
        foreach (var message in root.Items("messages"))
        {
            role = message.Text("role") ?? "";
            if (message.Property("content") is { } content)
            {
                tokens += PromptTokens.Content(content);
                if (role == "user") question = Question.Of(content);
            }
            if (message.Property("tool_calls") is { } calls) tokens += PromptTokens.Raw(calls);
            tokens += PromptTokens.Media * message.Items("images").Count();
        }
        return (tokens, question, role);
    }

    private static (int, string, string) Prompt(JsonElement root)
    {
        var tokens = PromptTokens.Media * root.Items("images").Count();
        if (root.Property("system") is { } system) tokens += PromptTokens.Content(system);
        if (root.Property("prompt") is not { } prompt) return (tokens, "", "user");
        return (tokens + PromptTokens.Content(prompt), Question.Of(prompt), "user");
    }
}
