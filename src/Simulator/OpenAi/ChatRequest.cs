using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>Reads a chat completions request.</summary>
internal static class ChatRequest
{
    public static GenerationRequest Read(SimCall call, JsonElement root)
    {
        if (root.Property("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
            throw new BadRequestException("Missing required parameter: 'messages'.", code: "missing_required_parameter", param: "messages");

        var tokens = 0;
        var question = "";
        var lastRole = "";
        foreach (var message in messages.EnumerateArray())
        {
            lastRole = message.Text("role") ?? "";
            if (message.Property("content") is { } content)
            {
                tokens += PromptTokens.Content(content);
                if (lastRole == "user") question = Question.Of(content);
            }
            if (message.Property("tool_calls") is { } calls) tokens += PromptTokens.Raw(calls);
        }
        if (root.Property("tools") is { } tools) tokens += PromptTokens.Raw(tools);

        var options = root.Property("stream_options") ?? default;
        var format = root.Property("response_format") ?? default;
        var choice = root.Property("tool_choice") ?? default;
        return new GenerationRequest
        {
            Model = RequestJson.Model(call, root),
            Stream = root.Flag("stream") ?? false,
            IncludeUsage = options.Flag("include_usage") ?? false,
            Obfuscate = options.Flag("include_obfuscation") ?? false,
            Choices = Math.Clamp(root.Whole("n") ?? 1, 1, 128),
            MaxTokens = root.Whole("max_completion_tokens") ?? root.Whole("max_tokens"),
            PromptTokens = tokens,
            Question = question,
            AnswersTool = lastRole == "tool",
            Tools = Tools(root),
            ToolMode = Mode(choice),
            ToolName = choice.Property("function")?.Text("name"),
            Format = format.Text("type") switch
            {
                "json_object" => OutputFormat.JsonObject,
                "json_schema" => OutputFormat.JsonSchema,
                _ => OutputFormat.Text,
            },
            Schema = format.Property("json_schema")?.Property("schema"),
            ReasoningTokens = ReasoningEffort.Tokens(root.Text("reasoning_effort")),
            Logprobs = root.Flag("logprobs") ?? false,
        };
    }

    public static ToolMode Mode(JsonElement choice) => choice.ValueKind switch
    {
        JsonValueKind.String => choice.GetString() switch { "none" => ToolMode.None, "required" => ToolMode.Required, _ => ToolMode.Auto },
        JsonValueKind.Object => ToolMode.Required,
        _ => ToolMode.Auto,
    };

    public static List<ToolSpec> Tools(JsonElement root)
    {
        var tools = new List<ToolSpec>();
        foreach (var tool in root.Items("tools"))
            if (tool.Property("function") is { } function) tools.Add(new(function.Text("name") ?? "tool", function.Property("parameters")));
        return tools;
    }
}
