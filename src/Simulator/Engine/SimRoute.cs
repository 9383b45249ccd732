namespace LlmSentinel.Simulator.Engine;

/// <summary>What a path means.</summary>
/// <param name="Dialect">Shape of errors and headers.</param>
/// <param name="Operation">What to do.</param>
/// <param name="Name">Model, deployment or object id in the path, when there is one.</param>
internal readonly record struct SimRoute(Dialect Dialect, Operation Operation, string? Name = null);

internal enum Operation
{
    Unknown,
    ChatCompletions,
    Completions,
    Responses,
    ResponseById,
    ResponseInputTokens,
    Embeddings,
    Models,
    Model,
    Messages,
    CountTokens,
    GenerateContent,
    StreamGenerateContent,
    GeminiCountTokens,
    EmbedContent,
    BatchEmbedContents,
    OllamaChat,
    OllamaGenerate,
    OllamaEmbed,
    OllamaTags,
    OllamaShow,
    OllamaVersion,
    Upload,
}
