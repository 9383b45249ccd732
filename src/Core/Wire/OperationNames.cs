namespace LlmSentinel.Core.Wire;

/// <summary>Values of OpenTelemetry's <c>gen_ai.operation.name</c>, and ours where it has none.</summary>
public static class OperationNames
{
    /// <summary>Chat completion.</summary>
    public const string Chat = "chat";

    /// <summary>Legacy text completion.</summary>
    public const string TextCompletion = "text_completion";

    /// <summary>Multimodal generation (Gemini).</summary>
    public const string GenerateContent = "generate_content";

    /// <summary>Embeddings.</summary>
    public const string Embeddings = "embeddings";

    /// <summary>Fetching an earlier answer again: its usage is not counted a second time.</summary>
    public const string FetchResponse = "fetch_response";

    /// <summary>Counting tokens: nothing is generated, nothing billed.</summary>
    public const string CountTokens = "count_tokens";

    /// <summary>Realtime audio or text over a WebSocket.</summary>
    public const string Realtime = "realtime";

    /// <summary>Known path of a provider without usage to read (files, audio, images, models ...), or an unknown path.</summary>
    public const string Other = "other";
}
