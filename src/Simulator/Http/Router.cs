using LlmSentinel.Simulator.Engine;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Simulator.Http;

/// <summary>Recognises an operation by the end of its path, so that any base path in front of it works.</summary>
internal static class Router
{
    public static SimRoute Route(HttpRequest request)
    {
        var path = (request.Path.Value ?? "/").TrimEnd('/');
        var get = HttpMethods.IsGet(request.Method);
        if (Ollama(path, get) is { } ollama) return ollama;
        if (IsGoogle(path) && GoogleRoute(path, get) is { } google) return google;
        if (path.EndsWith("/messages", StringComparison.Ordinal) && !get) return new(Dialect.Anthropic, Operation.Messages);
        if (path.EndsWith("/messages/count_tokens", StringComparison.Ordinal)) return new(Dialect.Anthropic, Operation.CountTokens);
        return OpenAiRoute(request, path, get);
    }

    private static SimRoute OpenAiRoute(HttpRequest request, string path, bool get)
    {
        var deployment = Between(path, "/openai/deployments/");
        var anthropic = request.Headers.ContainsKey("anthropic-version");
        var dialect = anthropic ? Dialect.Anthropic : path.Contains("/openai/", StringComparison.Ordinal) && !IsGoogle(path) ? Dialect.Azure : Dialect.OpenAi;
        if (!get)
        {
            if (path.EndsWith("/chat/completions", StringComparison.Ordinal)) return new(dialect, Operation.ChatCompletions, deployment);
            if (path.EndsWith("/completions", StringComparison.Ordinal)) return new(dialect, Operation.Completions, deployment);
            if (path.EndsWith("/embeddings", StringComparison.Ordinal)) return new(dialect, Operation.Embeddings, deployment);
            if (path.EndsWith("/responses", StringComparison.Ordinal)) return new(dialect, Operation.Responses);
            if (path.EndsWith("/responses/input_tokens", StringComparison.Ordinal)) return new(dialect, Operation.ResponseInputTokens);
            if (path.EndsWith("/files", StringComparison.Ordinal)) return new(dialect, Operation.Upload);
            return new(dialect, Operation.Unknown);
        }
        if (path.EndsWith("/models", StringComparison.Ordinal)) return new(dialect, Operation.Models);
        if (Between(path, "/models/") is { } model) return new(dialect, Operation.Model, Uri.UnescapeDataString(model));
        if (Between(path, "/responses/") is { } id) return new(dialect, Operation.ResponseById, id);
        return new(dialect, Operation.Unknown);
    }

    private static SimRoute? Ollama(string path, bool get)
    {
        var at = path.LastIndexOf("/api/", StringComparison.Ordinal);
        if (at < 0) return null;
        return path.AsSpan(at + 5) switch
        {
            "chat" when !get => new(Dialect.Ollama, Operation.OllamaChat),
            "generate" when !get => new(Dialect.Ollama, Operation.OllamaGenerate),
            "embed" when !get => new(Dialect.Ollama, Operation.OllamaEmbed),
            "show" when !get => new(Dialect.Ollama, Operation.OllamaShow),
            "tags" when get => new(Dialect.Ollama, Operation.OllamaTags),
            "version" when get => new(Dialect.Ollama, Operation.OllamaVersion),
            // Also the root of OpenAI-shaped services that live under /api/v1.
            var rest => rest.StartsWith("v1/", StringComparison.Ordinal) ? null : new(Dialect.Ollama, Operation.Unknown),
        };
    }

    private static bool IsGoogle(string path) =>
        path.Contains("/v1beta", StringComparison.Ordinal) || path.Contains("/publishers/", StringComparison.Ordinal)
        || path.LastIndexOf(':') > path.LastIndexOf('/');

    private static SimRoute? GoogleRoute(string path, bool get)
    {
        var slash = path.LastIndexOf('/');
        // A colon may belong to the model's own name, so the method is what stands after the last one.
        var colon = path.LastIndexOf(':') is var at && at > slash ? at : -1;
        if (colon < 0)
        {
            // Google's OpenAI-shaped paths.
            if (path.Contains("/openai/", StringComparison.Ordinal)) return null;
            if (!get) return new(Dialect.Gemini, Operation.Unknown);
            if (path.EndsWith("/models", StringComparison.Ordinal)) return new(Dialect.Gemini, Operation.Models);
            return Between(path, "/models/") is { } one ? new(Dialect.Gemini, Operation.Model, one) : new(Dialect.Gemini, Operation.Unknown);
        }
        var model = Uri.UnescapeDataString(path[(slash + 1)..colon]);
        var method = path[(colon + 1)..];
        return method switch
        {
            "generateContent" => new(Dialect.Gemini, Operation.GenerateContent, model),
            "streamGenerateContent" => new(Dialect.Gemini, Operation.StreamGenerateContent, model),
            "countTokens" => new(Dialect.Gemini, Operation.GeminiCountTokens, model),
            "embedContent" => new(Dialect.Gemini, Operation.EmbedContent, model),
            "batchEmbedContents" => new(Dialect.Gemini, Operation.BatchEmbedContents, model),
            "rawPredict" or "streamRawPredict" when path.Contains("/publishers/anthropic/", StringComparison.Ordinal) =>
                model == "count-tokens" ? new(Dialect.Anthropic, Operation.CountTokens) : new(Dialect.Anthropic, Operation.Messages, model),
            _ => new(Dialect.Gemini, Operation.Unknown),
        };
    }

    // What stands between a marker and the next slash, or null.
    private static string? Between(string path, string marker)
    {
        var at = path.IndexOf(marker, StringComparison.Ordinal);
        if (at < 0) return null;
        var rest = path[(at + marker.Length)..];
        var end = rest.IndexOf('/', StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }
}
