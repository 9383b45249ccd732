using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.OpenAi;

/// <summary>Reads a request of the Responses API.</summary>
internal static class ResponsesRequest
{
    public static GenerationRequest Read(SimCall call, JsonElement root)
    {
        var (tokens, question, answersTool) = Prompt(root);
        var format = root.Property("text")?.Property("format") ?? default;
        var choice = root.Property("tool_choice") ?? default;
        var reasoning = root.Property("reasoning") ?? default;
        return new GenerationRequest
        {
            Model = RequestJson.Model(call, root),
            Root = root,
            Stream = root.Flag("stream") ?? false,
            IncludeUsage = true,
            MaxTokens = root.Whole("max_output_tokens"),
            PromptTokens = tokens,
            Question = question,
            AnswersTool = answersTool,
            Tools = Tools(root),
            ToolMode = ChatRequest.Mode(choice),
            ToolName = choice.Text("name"),
            Format = format.Text("type") switch
            {
                "json_object" => OutputFormat.JsonObject,
                "json_schema" => OutputFormat.JsonSchema,
                _ => OutputFormat.Text,
            },
            Schema = format.Property("schema"),
            ReasoningTokens = ReasoningEffort.Tokens(reasoning.Text("effort")),
            ShowReasoning = reasoning.Text("summary") is not null,
        };
    }

    public static (int Tokens, string Question, bool AnswersTool) Prompt(JsonElement root)
    {
        var tokens = root.Property("instructions") is { } instructions ? PromptTokens.Content(instructions) : 0;
        if (root.Property("tools") is { } tools) tokens += PromptTokens.Raw(tools);
        if (root.Property("input") is not { } input)
            throw new BadRequestException("Missing required parameter: 'input'.", code: "missing_required_parameter", param: "input");
        if (input.ValueKind != JsonValueKind.Array) return (tokens + PromptTokens.Content(input), Question.Of(input), false);

        var (question, answersTool) = ("", false);
        foreach (var item in input.EnumerateArray())
        {
            answersTool = item.Text("type") == "function_call_output";
            if (item.Property("content") is { } content)
            {
                tokens += PromptTokens.Content(content);
                if (item.Text("role") == "user") question = Question.Of(content);
            }
            else if ((item.Property("output") ?? item.Property("arguments")) is { } value)
            {
                tokens += PromptTokens.Content(value);
            }
        }
        return (tokens, question, answersTool);
    }

    private static List<ToolSpec> Tools(JsonElement root)
    {
        var tools = new List<ToolSpec>();
        foreach (var tool in root.Items("tools"))
            if (tool.Text("type") == "function") tools.Add(new(tool.Text("name") ?? "tool", tool.Property("parameters")));
        return tools;
    }
}
