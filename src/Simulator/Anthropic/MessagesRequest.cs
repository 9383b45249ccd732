using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Http;
using LlmSentinel.Simulator.Text;

namespace LlmSentinel.Simulator.Anthropic;

/// <summary>Reads a messages request.</summary>
internal static class MessagesRequest
{
    public static GenerationRequest Read(SimCall call, JsonElement root)
    {
        var prompt = Prompt.Read(root);
        var choice = root.Property("tool_choice") ?? default;
        var mode = choice.Text("type") switch { "none" => ToolMode.None, "any" or "tool" => ToolMode.Required, _ => ToolMode.Auto };
        var thinking = root.Property("thinking") ?? default;
        var thinks = thinking.Text("type") is "enabled" or "adaptive";
        var format = root.Property("output_config")?.Property("format") ?? root.Property("output_format") ?? default;
        return new GenerationRequest
        {
            Model = RequestJson.Model(call, root),
            Stream = call.Http.Request.Path.Value!.EndsWith(":streamRawPredict", StringComparison.Ordinal) || (root.Flag("stream") ?? false),
            IncludeUsage = true,
            MaxTokens = root.Whole("max_tokens") ?? throw new BadRequestException("max_tokens: Field required"),
            PromptTokens = prompt.Tokens,
            Question = prompt.Question,
            AnswersTool = prompt.AnswersTool,
            Tools = Tools(root),
            ToolMode = mode,
            ToolName = choice.Text("name"),
            Format = format.Text("type") == "json_schema" ? OutputFormat.JsonSchema : OutputFormat.Text,
            Schema = format.Property("schema"),
            ReasoningTokens = thinks ? Math.Min(64, thinking.Whole("budget_tokens") ?? 64) : 0,
            ShowReasoning = true,
            CacheableTokens = prompt.Cacheable,
            CacheKey = prompt.CacheKey,
            CacheForHour = prompt.CacheForHour,
        };
    }

    private static List<ToolSpec> Tools(JsonElement root)
    {
        var tools = new List<ToolSpec>();
        // Tools the provider runs itself have a type and no schema.
        foreach (var tool in root.Items("tools"))
            if (tool.Property("input_schema") is { } schema) tools.Add(new(tool.Text("name") ?? "tool", schema));
        return tools;
    }

    /// <summary>The prompt in the order the cache sees it: tools, system, messages.</summary>
    internal sealed class Prompt
    {
        private readonly XxHash3 _hash = new();

        public int Tokens { get; private set; }
        public string Question { get; private set; } = "";
        public bool AnswersTool { get; private set; }
        public int Cacheable { get; private set; }
        public ulong CacheKey { get; private set; }
        public bool CacheForHour { get; private set; }

        public static Prompt Read(JsonElement root)
        {
            if (root.Property("messages") is not { ValueKind: JsonValueKind.Array } messages || messages.GetArrayLength() == 0)
                throw new BadRequestException("messages: Field required");
            var prompt = new Prompt();
            foreach (var tool in root.Items("tools")) prompt.Add(tool, PromptTokens.Raw(tool));
            if (root.Property("system") is { } system) prompt.AddContent(system);
            foreach (var message in messages.EnumerateArray())
            {
                if (message.Property("content") is not { } content) continue;
                prompt.AddContent(content);
                if (message.Text("role") != "user") continue;
                prompt.Question = Text.Question.Of(content);
                prompt.AnswersTool = content.ValueKind == JsonValueKind.Array && content.EnumerateArray().Any(p => p.Text("type") == "tool_result");
            }
            return prompt;
        }

        private void AddContent(JsonElement content)
        {
            if (content.ValueKind != JsonValueKind.Array)
            {
                Add(content, PromptTokens.Content(content));
                return;
            }
            foreach (var part in content.EnumerateArray()) Add(part, PromptTokens.Content(part));
        }

        private void Add(JsonElement part, int tokens)
        {
            Tokens += tokens;
            _hash.Append(JsonMarshal.GetRawUtf8Value(part));
            if (part.Property("cache_control") is not { } control) return;
            Cacheable = Tokens;
            CacheKey = _hash.GetCurrentHashAsUInt64();
            CacheForHour = control.Text("ttl") == "1h";
        }
    }
}
