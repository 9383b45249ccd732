using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pricing;

namespace LlmSentinel.Core.Tests.Pricing;

public class ModelMatchTests
{
    [Theory]
    // OpenAI: what the API answers with.
    [InlineData("openai", "gpt-4o-2024-08-06", "openai/gpt-4o")]
    [InlineData("openai", "gpt-4o-2024-11-20", "openai/gpt-4o")]
    [InlineData("openai", "gpt-4o-2024-05-13", "openai/gpt-4o-2024-05-13")]
    [InlineData("openai", "gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini")]
    [InlineData("openai", "chatgpt-4o-latest", "openai/chatgpt-4o-latest")]
    [InlineData("openai", "gpt-4.1-2025-04-14", "openai/gpt-4.1")]
    [InlineData("openai", "gpt-4.1-mini-2025-04-14", "openai/gpt-4.1-mini")]
    [InlineData("openai", "gpt-4.1-nano-2025-04-14", "openai/gpt-4.1-nano")]
    [InlineData("openai", "gpt-4-0613", "openai/gpt-4")]
    [InlineData("openai", "gpt-4-turbo-2024-04-09", "openai/gpt-4-turbo")]
    [InlineData("openai", "gpt-4-0125-preview", "openai/gpt-4-turbo")]
    [InlineData("openai", "gpt-3.5-turbo-0125", "openai/gpt-3.5-turbo")]
    [InlineData("openai", "gpt-3.5-turbo-1106", "openai/gpt-3.5-turbo-1106")]
    [InlineData("openai", "gpt-5-2025-08-07", "openai/gpt-5")]
    [InlineData("openai", "gpt-5-mini-2025-08-07", "openai/gpt-5-mini")]
    [InlineData("openai", "gpt-5-nano-2025-08-07", "openai/gpt-5-nano")]
    [InlineData("openai", "gpt-5-pro-2025-10-06", "openai/gpt-5-pro")]
    [InlineData("openai", "gpt-5-codex", "openai/gpt-5")]
    [InlineData("openai", "gpt-5.1-2025-11-13", "openai/gpt-5.1")]
    [InlineData("openai", "gpt-5.1-codex-mini", "openai/gpt-5.1-codex-mini")]
    [InlineData("openai", "gpt-5.2-2025-12-11", "openai/gpt-5.2")]
    [InlineData("openai", "gpt-5.2-pro-2025-12-11", "openai/gpt-5.2-pro")]
    [InlineData("openai", "gpt-5.3-chat-latest", "openai/gpt-5.3")]
    [InlineData("openai", "gpt-5.4-2026-03-05", "openai/gpt-5.4")]
    [InlineData("openai", "gpt-5.4-mini-2026-03-17", "openai/gpt-5.4-mini")]
    [InlineData("openai", "gpt-5.4-nano-2026-03-17", "openai/gpt-5.4-nano")]
    [InlineData("openai", "gpt-5.4-pro-2026-03-05", "openai/gpt-5.4-pro")]
    [InlineData("openai", "gpt-5.5-2026-04-23", "openai/gpt-5.5")]
    [InlineData("openai", "gpt-5.6", "openai/gpt-5.6-sol")]
    [InlineData("openai", "o1-2024-12-17", "openai/o1")]
    [InlineData("openai", "o1-mini-2024-09-12", "openai/o1-mini")]
    [InlineData("openai", "o3-2025-04-16", "openai/o3")]
    [InlineData("openai", "o3-mini-2025-01-31", "openai/o3-mini")]
    [InlineData("openai", "o4-mini-2025-04-16", "openai/o4-mini")]
    [InlineData("openai", "text-embedding-3-large", "openai/text-embedding-3-large")]
    [InlineData("openai", "text-embedding-ada-002-v2", "openai/text-embedding-ada-002")]
    [InlineData("openai", "gpt-4o-audio-preview-2025-06-03", "openai/gpt-4o-audio-preview")]
    [InlineData("openai", "gpt-realtime-2025-08-28", "openai/gpt-realtime")]
    [InlineData("openai", "ft:gpt-4o-mini-2024-07-18:acme:support:AbC123", "openai/ft:gpt-4o-mini")]
    [InlineData("openai", "ft:gpt-4.1-2025-04-14:acme::AbC123", "openai/ft:gpt-4.1")]
    // Azure: OpenAI's names and prices.
    [InlineData("azure.ai.openai", "gpt-4o-2024-08-06", "openai/gpt-4o")]
    [InlineData("azure.ai.openai", "gpt-35-turbo-16k", "openai/gpt-3.5-turbo-16k")]
    [InlineData("azure", "gpt-4.1-mini-2025-04-14", "openai/gpt-4.1-mini")]
    [InlineData("azure", "o4-mini-2025-04-16", "azure/o4-mini")]
    [InlineData("azure", "gpt-4o-mini-2024-07-18.ft-0e20896f2d8b4f5e", "openai/ft:gpt-4o-mini")]
    [InlineData("azure.ai.inference", "phi-4", "azure/phi-4")]
    // Anthropic, also by way of Vertex.
    [InlineData("anthropic", "claude-3-5-sonnet-20241022", "anthropic/claude-3-5-sonnet")]
    [InlineData("anthropic", "claude-3-5-haiku-latest", "anthropic/claude-3-5-haiku")]
    [InlineData("anthropic", "claude-3-7-sonnet-20250219", "anthropic/claude-3-7-sonnet")]
    [InlineData("anthropic", "claude-3-opus-20240229", "anthropic/claude-3-opus")]
    [InlineData("anthropic", "claude-sonnet-4-20250514", "anthropic/claude-sonnet-4-0")]
    [InlineData("anthropic", "claude-opus-4-20250514", "anthropic/claude-opus-4-0")]
    [InlineData("anthropic", "claude-opus-4-1-20250805", "anthropic/claude-opus-4-1")]
    [InlineData("anthropic", "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5")]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", "anthropic/claude-haiku-4-5")]
    [InlineData("anthropic", "claude-opus-4-5-20251101", "anthropic/claude-opus-4-5")]
    [InlineData("anthropic", "claude-opus-4-6", "anthropic/claude-opus-4-6")]
    [InlineData("anthropic", "claude-sonnet-5", "anthropic/claude-sonnet-5")]
    [InlineData("gcp.vertex_ai", "claude-sonnet-4-5@20250929", "anthropic/claude-sonnet-4-5")]
    [InlineData("gcp.vertex_ai", "publishers/anthropic/models/claude-opus-4-6@default", "anthropic/claude-opus-4-6")]
    // Google.
    [InlineData("gcp.gemini", "gemini-2.0-flash-001", "google/gemini-2.0-flash")]
    [InlineData("gcp.gemini", "models/gemini-2.5-flash", "google/gemini-2.5-flash")]
    [InlineData("gcp.gemini", "gemini-2.5-pro-preview-05-06", "google/gemini-2.5-pro")]
    [InlineData("gcp.gemini", "gemini-2.5-flash-lite-preview-06-17", "google/gemini-2.5-flash-lite")]
    [InlineData("gcp.gemini", "gemini-1.5-flash-002", "google/gemini-1.5-flash")]
    [InlineData("gcp.gemini", "gemini-1.5-flash-8b-001", "google/gemini-1.5-flash-8b")]
    [InlineData("gcp.gemini", "gemini-3.1-pro-preview", "google/gemini-3.1-pro-preview")]
    [InlineData("gcp.gemini", "gemini-embedding-001", "google/gemini-embedding-001")]
    [InlineData("gcp.vertex_ai", "google/gemini-2.5-flash", "google/gemini-2.5-flash")]
    [InlineData("gcp.vertex_ai", "projects/p/locations/l/publishers/google/models/gemini-2.5-pro", "google/gemini-2.5-pro")]
    // The OpenAI-shaped ones.
    [InlineData("mistral_ai", "mistral-large-2411", "mistral/mistral-large")]
    [InlineData("mistral_ai", "mistral-large-2512", "mistral/mistral-large-2512")]
    [InlineData("mistral_ai", "mistral-small-latest", "mistral/mistral-small-latest")]
    [InlineData("mistral_ai", "magistral-medium-2509", "mistral/magistral-medium")]
    [InlineData("mistral_ai", "codestral-2508", "mistral/codestral-2508")]
    [InlineData("deepseek", "deepseek-chat", "deepseek/deepseek-chat")]
    [InlineData("deepseek", "deepseek-reasoner", "deepseek/deepseek-reasoner")]
    [InlineData("deepseek", "deepseek-v4-pro", "deepseek/deepseek-v4-pro")]
    [InlineData("x_ai", "grok-4-0709", "xai/grok-4-0709")]
    [InlineData("x_ai", "grok-4", "xai/grok-4-0709")]
    [InlineData("x_ai", "grok-4.3-20260415", "xai/grok-4.3")]
    [InlineData("x_ai", "grok-4-fast-non-reasoning", "xai/grok-4-fast-non-reasoning")]
    [InlineData("groq", "llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile")]
    [InlineData("groq", "openai/gpt-oss-120b", "groq/openai/gpt-oss-120b")]
    [InlineData("cohere", "command-r-plus-08-2024", "cohere/command-r-plus")]
    [InlineData("cohere", "embed-v4.0", "cohere/embed-v4.0")]
    [InlineData("perplexity", "sonar-pro", "perplexity/sonar-pro")]
    // Bedrock.
    [InlineData("aws.bedrock", "anthropic.claude-3-5-sonnet-20241022-v2:0", "aws/anthropic.claude-3-5-sonnet-20241022")]
    [InlineData("aws.bedrock", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws/anthropic.claude-sonnet-4-5-20250929")]
    [InlineData("aws.bedrock", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", "aws/global.anthropic.claude-sonnet-4-5-20250929")]
    [InlineData("aws.bedrock", "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0",
        "aws/anthropic.claude-haiku-4-5-20251001")]
    [InlineData("aws.bedrock", "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", "aws/amazon.nova-lite")]
    [InlineData("aws.bedrock", "us.amazon.nova-2-lite-v1:0", "aws/amazon.nova-2-lite")]
    [InlineData("aws.bedrock", "meta.llama3-3-70b-instruct-v1:0", "aws/meta.llama3-3-70b-instruct")]
    [InlineData("aws.bedrock", "us.meta.llama4-scout-17b-instruct-v1%3A0", "aws/meta.llama4-scout-17b-instruct")]
    [InlineData("aws.bedrock", "amazon.titan-embed-text-v2:0", "aws/amazon.titan-embed-text-v2")]
    [InlineData("aws.bedrock", "openai.gpt-oss-120b-1:0", "aws/openai.gpt-oss-120b-1:0")]
    [InlineData("aws.bedrock", "mistral.mistral-7b-instruct-v0:2", "aws/mistral.mistral-7b-instruct")]
    // OpenRouter.
    [InlineData("openrouter", "anthropic/claude-sonnet-4.5", "openrouter/anthropic/claude-sonnet-4.5")]
    [InlineData("openrouter", "anthropic/claude-4.5-sonnet-20250929", "openrouter/anthropic/claude-sonnet-4.5")]
    [InlineData("openrouter", "qwen/qwen3.5-27b-20260224", "openrouter/qwen/qwen3.5-27b")]
    [InlineData("openrouter", "deepseek/deepseek-v3.2:nitro", "openrouter/deepseek/deepseek-v3.2")]
    public void Find_NameAsAnswered_IsTheRowOfThatModel(string provider, string model, string expected) =>
        Assert.Equal(expected, Prices.Match(provider, null, model));

    [Theory]
    [InlineData("openai", "gpt-5.4-micro")]
    [InlineData("openai", "gpt-5.4-mini-high")]
    [InlineData("openai", "gpt-4o-mini-tts")]
    [InlineData("openai", "gpt-5.9-2027-01-01")]
    [InlineData("openai", "gpt-5.4-2026-13-45")]
    [InlineData("openai", "claude-sonnet-4-5")]
    [InlineData("openai", "ft:gpt-5-2025-08-07:acme::AbC123")]
    [InlineData("openai", "ft:gpt-4o-unknown")]
    [InlineData("openai", "")]
    [InlineData("azure", "my-deployment")]
    [InlineData("anthropic", "claude-sonnet-9")]
    [InlineData("anthropic", "claude-sonnet")]
    [InlineData("gcp.gemini", "gemini-2.5-flash-preview-tts")]
    [InlineData("gcp.gemini", "gpt-4o")]
    [InlineData("mistral_ai", "mistral-large-2699")]
    [InlineData("openrouter", "openai/gpt-oss-20b:free")]
    [InlineData("openrouter", "anthropic/claude-sonnet-4.5:online")]
    [InlineData("aws.bedrock", "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4")]
    [InlineData("aws.bedrock", "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/gpt-4o")]
    [InlineData("aws.bedrock", "global.meta.llama3-3-70b-instruct-v1:0")]
    // Nobody's price holds for a server of one's own or an unknown seller.
    [InlineData("openai-compatible", "gpt-4o")]
    [InlineData("vllm", "openai/gpt-oss-120b")]
    [InlineData("ollama", "llama3.3:latest")]
    public void Find_NoRowForTheModel_IsUnknown(string provider, string model) => Assert.Null(Prices.Match(provider, model, model));

    [Fact]
    public void Find_EndlessName_IsUnknown() => Assert.Null(Prices.Match("openai", null, "gpt-4o" + new string('-', 100_000)));

    [Fact]
    public void Find_EveryRow_AnswersToItsOwnNamesOnly()
    {
        foreach (var row in PriceCatalogue.BuiltIn.Rows)
        {
            foreach (var name in row.Aliases.Prepend(row.Model))
                Assert.Equal(row.Id, Prices.Match(row.Provider, null, name));
        }
    }

    [Fact]
    public void Find_EveryRowWithAnUnknownSuffix_IsUnknown()
    {
        foreach (var row in PriceCatalogue.BuiltIn.Rows)
        {
            Assert.Null(Prices.Match(row.Provider, null, row.Model + "-zz"));
            Assert.Null(Prices.Match(row.Provider, null, row.Model + "x"));
        }
    }

    [Fact]
    public void Find_ResponseAndRequestDiffer_TheResponseDecides() =>
        Assert.Equal("openai/gpt-4.1", Prices.Match("openai", "gpt-4o", "gpt-4.1-2025-04-14"));

    [Fact]
    public void Find_ResponseNameUnknown_TheRequestDecides() =>
        Assert.Equal("groq/llama-3.1-8b-instant", Prices.Match("groq", "llama-3.1-8b-instant", "snapshot-77"));

    [Fact]
    public void Find_BedrockAnswersWithTheBareName_TheRequestTellsTheRegion() =>
        Assert.Equal(
            "aws/global.anthropic.claude-haiku-4-5-20251001",
            Prices.Match("aws.bedrock", "global.anthropic.claude-haiku-4-5-20251001-v1:0", "claude-haiku-4-5-20251001"));

    [Fact]
    public void Find_AzureDeploymentNamedLikeAModel_SaysNothingOfItsModel()
    {
        Assert.Null(Prices.Match("azure.ai.openai", "gpt-4o", null));
        Assert.Equal("openai/gpt-4.1", Prices.Match("azure.ai.openai", "gpt-4o", "gpt-4.1-2025-04-14"));
    }

    [Theory]
    [InlineData("azure.ai.openai", "prod-chat", null, "gpt-4.1-mini", "openai/gpt-4.1-mini")]
    [InlineData("vllm", null, "my-llama", "groq/llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile")]
    [InlineData("openai", "gpt-4o", "gpt-4o", "gpt-4.1", "openai/gpt-4.1")]
    public void Find_ConfiguredAlias_Wins(string provider, string? request, string? response, string target, string expected)
    {
        var aliases = new Dictionary<string, string> { [response ?? request!] = target };
        Assert.Equal(expected, PriceCatalogue.BuiltIn.Find("up", provider, request, response, aliases)?.Id);
    }

    [Fact]
    public void Price_AliasOfTheUpstream_IsUsed()
    {
        var upstreams = new Dictionary<string, UpstreamOptions> { ["up"] = new() { ModelAliases = { ["prod-chat"] = "gpt-4.1" } } };
        var cost = new Pricer(PriceCatalogue.BuiltIn, upstreams).Price(Prices.Ask("azure.ai.openai", "prod-chat", Prices.Tokens(1_000, 0)));
        Assert.Equal(0.002m, cost.Total);
    }
}
