using System.Text.Json;

namespace LlmSentinel.Simulator.Engine;

/// <summary>What the planner needs to know of a request to generate, the same for all dialects.</summary>
internal sealed class GenerationRequest
{
    public required string Model { get; init; }

    /// <summary>The request as it came, for dialects that repeat parts of it in the answer.</summary>
    public JsonElement Root { get; init; }
    public bool Stream { get; init; }
    public bool IncludeUsage { get; init; }
    public bool Obfuscate { get; init; }
    public int Choices { get; init; } = 1;
    public int? MaxTokens { get; init; }

    /// <summary>Tokens of the prompt, images and tool definitions included.</summary>
    public int PromptTokens { get; init; }

    /// <summary>The last user message; empty when it is too long to be looked at.</summary>
    public string Question { get; init; } = "";

    /// <summary>The last message is a tool's result, so the answer is text.</summary>
    public bool AnswersTool { get; init; }

    public IReadOnlyList<ToolSpec> Tools { get; init; } = [];
    public ToolMode ToolMode { get; init; }

    /// <summary>The tool that must be called, when the request names one.</summary>
    public string? ToolName { get; init; }

    public OutputFormat Format { get; init; }

    /// <summary>Schema of the answer when <see cref="Format"/> is <see cref="OutputFormat.JsonSchema"/>.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Reasoning tokens the request asks for by effort or budget; 0: none.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>The dialect shows the reasoning as text.</summary>
    public bool ShowReasoning { get; init; }

    public bool Logprobs { get; init; }

    /// <summary>Prompt tokens the request marks for the cache; 0: none.</summary>
    public int CacheableTokens { get; init; }

    /// <summary>Identifies the text of the marked part.</summary>
    public ulong CacheKey { get; init; }

    /// <summary>The marked part is kept for an hour instead of five minutes.</summary>
    public bool CacheForHour { get; init; }
}

internal sealed record ToolSpec(string Name, JsonElement? Parameters);

internal enum ToolMode
{
    Auto,
    None,
    Required,
}

internal enum OutputFormat
{
    Text,
    JsonObject,
    JsonSchema,
}
