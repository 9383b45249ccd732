using System.Collections.Frozen;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Upstreams;

/// <summary>
/// The known providers and servers. An address ends where the provider's documented client base URL without its version begins, so that
/// a client keeps the path it has: <c>/openai/v1/chat/completions</c> goes to <c>https://api.openai.com/v1/chat/completions</c>,
/// <c>/openrouter/v1/...</c> to <c>https://openrouter.ai/api/v1/...</c>, <c>/groq/v1/...</c> to <c>https://api.groq.com/openai/v1/...</c>.
/// </summary>
public static class UpstreamPresets
{
    /// <summary>Presets by name.</summary>
    public static FrozenDictionary<string, UpstreamPreset> All { get; } = Make().ToFrozenDictionary(preset => preset.Name, StringComparer.Ordinal);

    /// <summary>Upstreams there are when the configuration names none; each is its preset with the client's credentials passing through.</summary>
    public static IReadOnlyList<string> DefaultUpstreams { get; } =
    [
        UpstreamPresetNames.OpenAI,
        UpstreamPresetNames.Anthropic,
        UpstreamPresetNames.Gemini,
        UpstreamPresetNames.Ollama,
        UpstreamPresetNames.OpenRouter,
    ];

    /// <summary>The preset of an upstream: the one it names, else the one it is named after, else openai-compatible.</summary>
    /// <exception cref="ArgumentException"><paramref name="preset"/> is given and unknown.</exception>
    public static UpstreamPreset Resolve(string upstream, string? preset)
    {
        if (preset is null)
            return All.GetValueOrDefault(upstream) ?? All[UpstreamPresetNames.OpenAICompatible];
        return All.TryGetValue(preset, out var found) ? found : throw new ArgumentException($"Unknown preset '{preset}'.", nameof(preset));
    }

    private static IEnumerable<UpstreamPreset> Make() =>
    [
        new()
        {
            Name = UpstreamPresetNames.OpenAI, ProviderName = "openai", Address = "https://api.openai.com",
            AcceptsIncludeUsage = true, DefaultDialect = DialectNames.OpenAIChat,
        },
        // Dated API versions before 2024-09 refuse stream_options, so azure is asked only when the user says so.
        new()
        {
            Name = UpstreamPresetNames.Azure, ProviderName = "azure.ai.openai", Credential = CredentialForm.InHeader("api-key"),
            DefaultDialect = DialectNames.OpenAIChat,
        },
        new()
        {
            Name = UpstreamPresetNames.Anthropic, ProviderName = "anthropic", Address = "https://api.anthropic.com",
            Credential = CredentialForm.InHeader("x-api-key"), DefaultDialect = DialectNames.AnthropicMessages,
        },
        new()
        {
            Name = UpstreamPresetNames.Gemini, ProviderName = "gcp.gemini", Address = "https://generativelanguage.googleapis.com",
            Credential = CredentialForm.InHeader("x-goog-api-key"), DefaultDialect = DialectNames.Gemini,
        },
        // The global host; a region has its own, https://{location}-aiplatform.googleapis.com.
        new()
        {
            Name = UpstreamPresetNames.Vertex, ProviderName = "gcp.vertex_ai", Address = "https://aiplatform.googleapis.com",
            DefaultDialect = DialectNames.Gemini,
        },
        // Each region has its own host, and only bearer keys can be added: SigV4 signs the host the client believes in.
        new() { Name = UpstreamPresetNames.Bedrock, ProviderName = "aws.bedrock", DefaultDialect = DialectNames.BedrockConverse },
        // OpenRouter, xAI, DeepSeek, Groq and Mistral send usage with the last chunk unasked; who asked there would take away from the
        // client what it gets without us.
        new()
        {
            Name = UpstreamPresetNames.OpenRouter, ProviderName = "openrouter", Address = "https://openrouter.ai/api",
            DefaultDialect = DialectNames.OpenAIChat,
        },
        new() { Name = UpstreamPresetNames.XAI, ProviderName = "x_ai", Address = "https://api.x.ai", DefaultDialect = DialectNames.OpenAIChat },
        new()
        {
            Name = UpstreamPresetNames.DeepSeek, ProviderName = "deepseek", Address = "https://api.deepseek.com",
            DefaultDialect = DialectNames.OpenAIChat,
        },
        new() { Name = UpstreamPresetNames.Groq, ProviderName = "groq", Address = "https://api.groq.com/openai", DefaultDialect = DialectNames.OpenAIChat },
        new() { Name = UpstreamPresetNames.Mistral, ProviderName = "mistral_ai", Address = "https://api.mistral.ai", DefaultDialect = DialectNames.OpenAIChat },
        new() { Name = UpstreamPresetNames.Cohere, ProviderName = "cohere", Address = "https://api.cohere.com", DefaultDialect = DialectNames.Cohere },
        new()
        {
            Name = UpstreamPresetNames.Ollama, ProviderName = "ollama", Address = "http://127.0.0.1:11434",
            AcceptsIncludeUsage = true, Local = true, DefaultDialect = DialectNames.Ollama,
        },
        new()
        {
            Name = UpstreamPresetNames.Vllm, ProviderName = "vllm", Address = "http://127.0.0.1:8000",
            AcceptsIncludeUsage = true, Local = true, DefaultDialect = DialectNames.OpenAIChat,
        },
        new()
        {
            Name = UpstreamPresetNames.LlamaCpp, ProviderName = "llama_cpp", Address = "http://127.0.0.1:8080",
            AcceptsIncludeUsage = true, Local = true, DefaultDialect = DialectNames.OpenAIChat,
        },
        new() { Name = UpstreamPresetNames.OpenAICompatible, ProviderName = "openai_compatible", DefaultDialect = DialectNames.OpenAIChat },
    ];
}
