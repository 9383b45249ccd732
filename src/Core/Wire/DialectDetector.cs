using LlmSentinel.Core.Wire.Dialects;
using static LlmSentinel.Core.Wire.PathTail;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// Tells the dialect and the operation of a call by its method and path. The path decides, not the host: local servers
/// speak several dialects. Allocates only the model, where it stands in the path.
/// </summary>
public static class DialectDetector
{
    private static readonly OpenAIChatDialect Chat = new();
    private static readonly OpenAICompletionsDialect Completions = new();
    private static readonly OpenAIEmbeddingsDialect Embeddings = new();
    private static readonly OpenAIResponsesDialect Responses = new();
    private static readonly AnthropicMessagesDialect Anthropic = new();
    private static readonly GeminiDialect Gemini = new();
    private static readonly OllamaDialect Ollama = new();
    private static readonly LlamaCppDialect LlamaCpp = new();
    private static readonly BedrockConverseDialect Converse = new();
    private static readonly BedrockInvokeDialect Invoke = new();
    private static readonly CohereDialect Cohere = new();
    private static readonly OtherDialect Unknown = new();

    /// <summary>Tells what a call is.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path as it stands in the request line, percent-encoded, without query; the upstream's own prefix may be missing.</param>
    /// <param name="hint">The dialect the upstream mostly speaks, for paths that say too little by themselves; may be null.</param>
    public static DialectMatch Detect(ReadOnlySpan<char> method, ReadOnlySpan<char> path, string? hint)
    {
        var tail = new PathTail(path);
        var post = Is(method, "POST");
        if (Verb(tail.Last, out var subject, out var verb))
            return Google(tail, subject, verb);

        if (IsFetch(tail, post, out var fetched))
            return fetched;
        if (Is(tail.Last, "realtime") || tail.Last.EndsWith("BidiGenerateContent", StringComparison.OrdinalIgnoreCase))
            return Match(Unknown, post ? OperationNames.Other : OperationNames.Realtime);
        if (!post)
            // Responses over a WebSocket begin with a GET.
            return Match(Unknown, Is(tail.Last, "responses") ? OperationNames.Realtime : OperationNames.Other);

        return Known(tail, path, hint) ?? Match(Unknown, OperationNames.Other);
    }

    /// <summary>The dialect of that name, for replaying records; null when there is none.</summary>
    public static IDialect? ByName(string name) => name switch
    {
        DialectNames.OpenAIChat => Chat,
        DialectNames.OpenAICompletions => Completions,
        DialectNames.OpenAIEmbeddings => Embeddings,
        DialectNames.OpenAIResponses => Responses,
        DialectNames.AnthropicMessages => Anthropic,
        DialectNames.Gemini => Gemini,
        DialectNames.Ollama => Ollama,
        DialectNames.LlamaCpp => LlamaCpp,
        DialectNames.BedrockConverse => Converse,
        DialectNames.BedrockInvoke => Invoke,
        DialectNames.Cohere => Cohere,
        DialectNames.Other => Unknown,
        _ => null,
    };

    private static DialectMatch? Known(in PathTail tail, ReadOnlySpan<char> path, string? hint)
    {
        var last = tail.Last;
        if (Is(last, "completions"))
            return Is(tail.Second, "chat")
                ? Match(Chat, OperationNames.Chat, Deployment(path))
                : Match(Completions, OperationNames.TextCompletion, Deployment(path));
        if (Is(last, "responses"))
            return Match(Responses, OperationNames.Chat);
        if (Is(tail.Second, "responses"))
            return Is(last, "input_tokens") ? Match(Responses, OperationNames.CountTokens, billable: false)
                : Is(last, "compact") ? Match(Responses, OperationNames.Chat) : null;
        if (Is(tail.Second, "messages") && Is(last, "count_tokens"))
            return Match(Anthropic, OperationNames.CountTokens, billable: false);
        if (Is(last, "messages"))
            return IsAnthropic(tail, hint) ? Match(Anthropic, OperationNames.Chat) : null;
        if (Is(tail.Second, "api"))
            return OllamaNative(last);
        if (Is(last, "embeddings"))
            return Match(Embeddings, OperationNames.Embeddings, Deployment(path));
        if (Is(last, "completion"))
            return Match(LlamaCpp, OperationNames.TextCompletion);
        if (Is(last, "chat") && (Is(tail.Second, "v2") || (Is(tail.Second, "v1") && hint == DialectNames.Cohere)))
            return Match(Cohere, OperationNames.Chat);
        if (Is(last, "embed") && IsVersion(tail.Second))
            return Match(Cohere, OperationNames.Embeddings);
        return Bedrock(last, path);
    }

    // Token counting and fetching an earlier answer carry usage that was or is not billed here.
    private static bool IsFetch(in PathTail tail, bool post, out DialectMatch match)
    {
        match = default;
        if (Is(tail.Third, "responses") || (Is(tail.Second, "responses") && !post))
            match = Match(Responses, OperationNames.FetchResponse, billable: false);
        else if ((Is(tail.Second, "completions") && Is(tail.Third, "chat")) || (Is(tail.Third, "completions") && Is(tail.Fourth, "chat"))
            || (Is(tail.Last, "completions") && Is(tail.Second, "chat") && !post))
            match = Match(Chat, OperationNames.FetchResponse, billable: false);
        return match.Dialect is not null;
    }

    // "/threads/{id}/messages" and the like are not Anthropic's.
    private static bool IsAnthropic(in PathTail tail, string? hint) =>
        IsVersion(tail.Second) || Is(tail.Second, "anthropic") || (hint == DialectNames.AnthropicMessages && tail.Second.IsEmpty);

    private static DialectMatch? OllamaNative(ReadOnlySpan<char> last)
    {
        if (Is(last, "chat"))
            return Match(Ollama, OperationNames.Chat);
        if (Is(last, "generate"))
            return Match(Ollama, OperationNames.TextCompletion);
        return Is(last, "embed") || Is(last, "embeddings") ? Match(Ollama, OperationNames.Embeddings) : null;
    }

    private static DialectMatch? Bedrock(ReadOnlySpan<char> last, ReadOnlySpan<char> path)
    {
        var converse = Is(last, "converse") || Is(last, "converse-stream");
        if (!converse && !Is(last, "invoke") && !Is(last, "invoke-with-response-stream"))
            return null;
        // An ARN holds slashes, encoded or not: the model is all that stands between.
        var start = path.IndexOf("model/", StringComparison.OrdinalIgnoreCase);
        if (start < 0)
            return null;
        var model = path[(start + "model/".Length)..].TrimEnd('/');
        model = model[..^last.Length].Trim('/');
        return model.IsEmpty ? null : Match(converse ? Converse : Invoke, OperationNames.Chat, Decode(model));
    }

    // {model}:{verb}; the colon may be encoded.
    private static bool Verb(ReadOnlySpan<char> segment, out ReadOnlySpan<char> subject, out ReadOnlySpan<char> verb)
    {
        var colon = segment.LastIndexOf(':');
        var length = 1;
        if (colon < 0)
        {
            colon = segment.LastIndexOf("%3A", StringComparison.OrdinalIgnoreCase);
            length = 3;
        }

        subject = colon < 0 ? default : segment[..colon];
        verb = colon < 0 ? default : segment[(colon + length)..];
        return colon >= 0;
    }

    private static DialectMatch Google(in PathTail tail, ReadOnlySpan<char> subject, ReadOnlySpan<char> verb)
    {
        if (Is(verb, "generateContent") || Is(verb, "streamGenerateContent"))
            return Match(Gemini, OperationNames.GenerateContent, Decode(subject));
        if (Is(verb, "embedContent") || Is(verb, "batchEmbedContents"))
            return Match(Gemini, OperationNames.Embeddings, Decode(subject));
        if (Is(verb, "countTokens"))
            return Match(Gemini, OperationNames.CountTokens, Decode(subject), billable: false);
        if (Is(verb, "predict"))
            return Match(Gemini, OperationNames.Other, Decode(subject));
        if (!Is(verb, "rawPredict") && !Is(verb, "streamRawPredict"))
            return Match(Unknown, OperationNames.Other);

        // publishers/{publisher}/models/{model}:rawPredict
        if (Is(tail.Third, "anthropic"))
            return Is(subject, "count-tokens")
                ? Match(Anthropic, OperationNames.CountTokens, billable: false)
                : Match(Anthropic, OperationNames.Chat, Decode(subject));
        return Is(tail.Third, "mistralai") ? Match(Chat, OperationNames.Chat, Decode(subject)) : Match(Unknown, OperationNames.Other);
    }

    // Azure's dated API: the body's model is ignored there, the deployment counts.
    private static string? Deployment(ReadOnlySpan<char> path)
    {
        var deployment = After(path, "deployments");
        return deployment.IsEmpty ? null : Decode(deployment);
    }

    private static string? Decode(ReadOnlySpan<char> segment)
    {
        var name = Uri.UnescapeDataString(segment.ToString());
        if (name.StartsWith("models/", StringComparison.OrdinalIgnoreCase))
            name = name["models/".Length..];
        return name.Length is > 0 and <= 512 ? name : null;
    }

    private static DialectMatch Match(IDialect dialect, string operation, string? model = null, bool billable = true) =>
        new(dialect, operation, model, billable);
}
