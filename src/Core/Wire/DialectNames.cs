namespace LlmSentinel.Core.Wire;

/// <summary>Names of the wire formats, as used in configuration, rows and metrics.</summary>
public static class DialectNames
{
    /// <summary>OpenAI Chat Completions and the servers that speak it.</summary>
    public const string OpenAIChat = "openai-chat";

    /// <summary>OpenAI Responses.</summary>
    public const string OpenAIResponses = "openai-responses";

    /// <summary>OpenAI legacy Completions.</summary>
    public const string OpenAICompletions = "openai-completions";

    /// <summary>OpenAI Embeddings.</summary>
    public const string OpenAIEmbeddings = "openai-embeddings";

    /// <summary>Anthropic Messages, also on Vertex and Bedrock's native hosts.</summary>
    public const string AnthropicMessages = "anthropic-messages";

    /// <summary>Gemini and Vertex generateContent.</summary>
    public const string Gemini = "gemini";

    /// <summary>Ollama's native chat, generate and embed.</summary>
    public const string Ollama = "ollama";

    /// <summary>llama.cpp's native completion.</summary>
    public const string LlamaCpp = "llama-cpp";

    /// <summary>Bedrock Converse and ConverseStream.</summary>
    public const string BedrockConverse = "bedrock-converse";

    /// <summary>Bedrock InvokeModel, plain and streamed: the vendor's own JSON.</summary>
    public const string BedrockInvoke = "bedrock-invoke";

    /// <summary>Cohere v2 chat.</summary>
    public const string Cohere = "cohere";

    /// <summary>Anything else: forwarded and timed.</summary>
    public const string Other = "other";
}
