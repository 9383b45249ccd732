using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Gemini;

/// <summary>Reads a generateContent request.</summary>
internal static class GeminiRequest
{
    private const int DefaultThoughts = 64;

    public static GenerationRequest Read(SimCall call, JsonElement root)
    {
        var (tokens, question, answersTool) = Prompt(root);
        var config = root.Property("generationConfig") ?? default;
        var calling = root.Property("toolConfig")?.Property("functionCallingConfig") ?? default;
        var thinking = config.Property("thinkingConfig") ?? default;
        var schema = config.Property("responseJsonSchema") ?? config.Property("responseSchema");
        return new GenerationRequest
        {
            Model = call.Route.Name!,
            Stream = call.Route.Operation == Operation.StreamGenerateContent,
            IncludeUsage = true,
            Choices = Math.Clamp(config.Whole("candidateCount") ?? 1, 1, 8),
            MaxTokens = config.Whole("maxOutputTokens"),
            PromptTokens = tokens,
            Question = question,
            AnswersTool = answersTool,
            Tools = Tools(root),
            ToolMode = calling.Text("mode") switch { "ANY" => ToolMode.Required, "NONE" => ToolMode.None, _ => ToolMode.Auto },
            ToolName = calling.Items("allowedFunctionNames").Select(n => n.GetString()).FirstOrDefault(),
            Format = config.Text("responseMimeType") != "application/json" ? OutputFormat.Text
                : schema is null ? OutputFormat.JsonObject : OutputFormat.JsonSchema,
            Schema = schema,
            ReasoningTokens = Thoughts(thinking),
            ShowReasoning = thinking.Flag("includeThoughts") ?? false,
        };
    }

    public static (int Tokens, string Question, bool AnswersTool) Prompt(JsonElement root)
    {
        if (root.Property("contents") is not { } contents) throw new BadRequestException("* GenerateContentRequest.contents: contents is not specified");
        var tokens = root.Property("tools") is { } tools ? PromptTokens.Raw(tools) : 0;
        if (root.Property("systemInstruction") is { } system) tokens += Parts(system);
        var (question, answersTool) = ("", false);
        foreach (var content in contents.ValueKind == JsonValueKind.Array ? contents.EnumerateArray() : default)
        {
            tokens += Parts(content);
            if (content.Property("parts") is not { } parts || content.Text("role") is "model") continue;
            question = Question.Of(parts);
            answersTool = parts.ValueKind == JsonValueKind.Array && parts.EnumerateArray().Any(p => p.Property("functionResponse") is not null);
        }
        return (tokens, question, answersTool);
    }

    public static int Parts(JsonElement content) => content.Property("parts") is { } parts ? PromptTokens.Content(parts) : 0;

    private static int Thoughts(JsonElement thinking) => thinking.Whole("thinkingBudget") switch
    {
        0 => 0,
        > 0 and { } budget => Math.Min(budget, DefaultThoughts),
        < 0 => DefaultThoughts,
        null => thinking.ValueKind == JsonValueKind.Object ? DefaultThoughts : 0,
    };

    private static List<ToolSpec> Tools(JsonElement root)
    {
        var tools = new List<ToolSpec>();
        foreach (var group in root.Items("tools"))
            foreach (var tool in group.Items("functionDeclarations"))
                tools.Add(new(tool.Text("name") ?? "tool", tool.Property("parametersJsonSchema") ?? tool.Property("parameters")));
        return tools;
    }
}
