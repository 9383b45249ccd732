using System.Collections.Frozen;

namespace LlmSentinel.Core.Pricing;

/// <summary>
/// One name for a provider, whoever speaks of it: OpenTelemetry (<c>aws.bedrock</c>), a preset (<c>bedrock</c>) or
/// LiteLLM (<c>bedrock_converse</c>). Names that are not known stay as they are.
/// </summary>
public static class PriceProviders
{
    public const string OpenAI = "openai";
    public const string Azure = "azure";
    public const string Anthropic = "anthropic";
    public const string Google = "google";
    public const string Vertex = "vertex";
    public const string Mistral = "mistral";
    public const string DeepSeek = "deepseek";
    public const string XAI = "xai";
    public const string Groq = "groq";
    public const string Cohere = "cohere";
    public const string OpenRouter = "openrouter";
    public const string Aws = "aws";
    public const string Perplexity = "perplexity";
    public const string Voyage = "voyage";

    private static readonly FrozenDictionary<string, string> Canonicals = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["openai"] = OpenAI, ["text-completion-openai"] = OpenAI,
        ["azure"] = Azure, ["azure.ai.openai"] = Azure, ["azure.ai.inference"] = Azure, ["azure_ai"] = Azure, ["azure_text"] = Azure,
        ["anthropic"] = Anthropic,
        ["google"] = Google, ["gemini"] = Google, ["gcp.gemini"] = Google, ["gcp.gen_ai"] = Google,
        ["vertex"] = Vertex, ["vertex_ai"] = Vertex, ["gcp.vertex_ai"] = Vertex,
        ["mistral"] = Mistral, ["mistral_ai"] = Mistral,
        ["deepseek"] = DeepSeek,
        ["xai"] = XAI, ["x_ai"] = XAI, ["x-ai"] = XAI,
        ["groq"] = Groq,
        ["cohere"] = Cohere, ["cohere_chat"] = Cohere,
        ["openrouter"] = OpenRouter,
        ["aws"] = Aws, ["aws.bedrock"] = Aws, ["bedrock"] = Aws, ["bedrock_converse"] = Aws,
        ["perplexity"] = Perplexity,
        ["voyage"] = Voyage, ["voyageai"] = Voyage,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The one name.</summary>
    public static string Canonical(string provider)
    {
        if (Canonicals.TryGetValue(provider, out var known)) return known;
        // LiteLLM tells the families on Vertex apart: vertex_ai-language-models, vertex_ai-anthropic_models, ...
        return provider.StartsWith("vertex_ai-", StringComparison.OrdinalIgnoreCase) ? Vertex : provider;
    }

    /// <summary>Whether the name belongs to a provider known here.</summary>
    public static bool IsKnown(string provider) => Canonicals.ContainsKey(provider);

    /// <summary>
    /// Whose price lists hold for a provider, own one first: Azure charges OpenAI's prices, Vertex those of Google and,
    /// for Claude, Anthropic's.
    /// </summary>
    internal static ReadOnlySpan<string> Lists(string canonical) => canonical switch
    {
        Azure => AzureLists,
        Vertex => VertexLists,
        _ => default,
    };

    private static readonly string[] AzureLists = [Azure, OpenAI];
    private static readonly string[] VertexLists = [Vertex, Google, Anthropic];
}
