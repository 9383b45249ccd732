using System.Collections.Frozen;
using LlmSentinel.Simulator.Anthropic;
using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Gemini;
using LlmSentinel.Simulator.Ollama;
using LlmSentinel.Simulator.OpenAi;

namespace LlmSentinel.Simulator.Http;

/// <summary>One kind of request.</summary>
internal interface IOperation
{
    Task RunAsync(SimCall call);
}

/// <summary>Who answers what.</summary>
internal static class Operations
{
    private static readonly FrozenDictionary<Operation, IOperation> All = new Dictionary<Operation, IOperation>
    {
        [Operation.ChatCompletions] = new ChatOperation(),
        [Operation.Completions] = new CompletionsOperation(),
        [Operation.Responses] = new ResponsesOperation(),
        [Operation.ResponseById] = new ResponseByIdOperation(),
        [Operation.ResponseInputTokens] = new ResponseInputTokensOperation(),
        [Operation.Embeddings] = new EmbeddingsOperation(),
        [Operation.Models] = new ModelsOperation(),
        [Operation.Model] = new ModelsOperation(),
        [Operation.Messages] = new MessagesOperation(),
        [Operation.CountTokens] = new CountTokensOperation(),
        [Operation.GenerateContent] = new GenerateContentOperation(),
        [Operation.StreamGenerateContent] = new GenerateContentOperation(),
        [Operation.GeminiCountTokens] = new GeminiCountTokensOperation(),
        [Operation.EmbedContent] = new EmbedContentOperation(),
        [Operation.BatchEmbedContents] = new EmbedContentOperation(),
        [Operation.OllamaChat] = new OllamaOperation(chat: true),
        [Operation.OllamaGenerate] = new OllamaOperation(chat: false),
        [Operation.OllamaEmbed] = new OllamaEmbedOperation(),
        [Operation.OllamaTags] = new OllamaCatalogueOperation(),
        [Operation.OllamaShow] = new OllamaCatalogueOperation(),
        [Operation.OllamaVersion] = new OllamaCatalogueOperation(),
        [Operation.Upload] = new UploadOperation(),
    }.ToFrozenDictionary();

    public static async Task RunAsync(SimCall call)
    {
        if (await InjectedErrors.SendAskedAsync(call)) return;
        if (All.TryGetValue(call.Route.Operation, out var operation))
        {
            await operation.RunAsync(call);
            return;
        }
        var request = call.Http.Request;
        await ErrorReply.SendAsync(call, 404, $"Invalid URL ({request.Method} {request.Path})", "unknown_url");
    }
}
