namespace LlmSentinel.Core.Upstreams;

/// <summary>Names of the presets, as used in configuration.</summary>
public static class UpstreamPresetNames
{
    public const string OpenAI = "openai";
    public const string Azure = "azure";
    public const string Anthropic = "anthropic";
    public const string Gemini = "gemini";
    public const string Vertex = "vertex";
    public const string Bedrock = "bedrock";
    public const string OpenRouter = "openrouter";
    public const string XAI = "xai";
    public const string DeepSeek = "deepseek";
    public const string Groq = "groq";
    public const string Mistral = "mistral";
    public const string Cohere = "cohere";
    public const string Ollama = "ollama";
    public const string Vllm = "vllm";
    public const string LlamaCpp = "llama-cpp";

    /// <summary>Any server that speaks the OpenAI API; what an upstream is when nothing else is said.</summary>
    public const string OpenAICompatible = "openai-compatible";
}
