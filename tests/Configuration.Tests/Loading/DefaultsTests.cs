using System.Text.Json;
using LlmSentinel.Configuration.Binding;
using LlmSentinel.Configuration.Schema;
using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class DefaultsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData("---\n")]
    [InlineData("proxy:\nadmin: ~\nupstreams: {}\ncapture: null\npricing: {}\nstore: {}\n")]
    public void Load_NothingSaid_IsTheOptionClassesDefaultsWithTheDefaultUpstreams(string yaml)
    {
        var expected = new SentinelOptions
        {
            Upstreams = { ["openai"] = new(), ["anthropic"] = new(), ["gemini"] = new(), ["ollama"] = new(), ["openrouter"] = new() },
        };

        var snapshot = Load.Valid(yaml);

        Assert.Equal(Json(expected), Json(snapshot.Options));
        Assert.Equal(["openai", "anthropic", "gemini", "ollama", "openrouter"], snapshot.Upstreams.Select(upstream => upstream.Name));
        Assert.All(snapshot.Entries, entry => Assert.False(entry.Source.Contains("environment", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("upstreams: {local: {preset: vllm}}", "local")]
    [InlineData("upstreams: {a: {preset: vllm}, b: {preset: ollama}}", "")]
    [InlineData("upstreams: {a: {preset: vllm}, openai: {}}", "openai")]
    [InlineData("upstreams: {openai: {}}\nproxy: {defaultUpstream: ''}", "")]
    [InlineData("upstreams: {a: {preset: vllm}, b: {preset: ollama}}\nproxy: {defaultUpstream: b}", "b")]
    public void Load_DefaultUpstreamNotSaid_IsOpenAIOrTheOnlyOne(string yaml, string expected) =>
        Assert.Equal(expected, Load.Valid(yaml).Options.Proxy.DefaultUpstream);

    [Fact]
    public void Load_UpstreamsNamed_AreTheOnlyOnes() => Assert.Equal(
        [("pool", "http://a/x"), ("groq", "https://api.groq.com/openai")],
        Load.Valid("upstreams: {pool: {address: 'http://a/x/'}, groq: }").Upstreams.Select(upstream => (upstream.Name, upstream.Destinations[0].Address)));

    [Fact]
    public void Load_GroupNamedInPart_KeepsTheDefaultsOfTheRest()
    {
        var upstream = Load.Valid("upstreams: {openai: {timeouts: {idle: 1m}, healthCheck: {active: {}}}}").Options.Upstreams["openai"];

        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(15)), (upstream.Timeouts.Idle, upstream.Timeouts.Connect));
        Assert.Equal(("/health", true), (upstream.HealthCheck!.Active!.Path, upstream.HttpClient.EnableMultipleHttp2Connections));
        Assert.Null(upstream.HealthCheck.Passive);
    }

    [Fact]
    public void Load_QuotedAndUnquotedScalars_AreTheSame()
    {
        var options = Load.Valid("proxy: {maxModels: '7', appFromCredential: \"false\", appHashKey: 12345}\nupstreams: {openai: {httpRequest: {version: 1.1}}}").Options;

        Assert.Equal((7, false, "12345", "1.1"), (options.Proxy.MaxModels, options.Proxy.AppFromCredential, options.Proxy.AppHashKey, options.Upstreams["openai"].HttpRequest.Version));
    }

    [Theory]
    [InlineData("0.1", "0.1")]
    [InlineData("2.50", "2.50")]
    [InlineData("0.0000001", "0.0000001")]
    [InlineData("3e-2", "0.03")]
    [InlineData("999999.999999999999999999", "999999.999999999999999999")]
    public void Load_Price_IsExact(string written, string expected) => Assert.Equal(
        decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        Load.Valid($"pricing: {{overrides: {{gpt-x: {{input: {written}}}}}}}").Options.Pricing.Overrides["gpt-x"].Input);

    [Fact]
    public void Schema_EveryNumber_HasBoundsThatFitItsType()
    {
        Assert.All(All(SchemaReader.Root), schema =>
        {
            if (schema.Kind is SchemaKind.Integer or SchemaKind.Number or SchemaKind.Bytes or SchemaKind.Duration)
                Assert.True(schema.Minimum >= 0 && schema.Maximum < 1L << 53, schema.Description);
        });

        static IEnumerable<SchemaNode> All(SchemaNode schema) =>
            schema.Properties.Select(pair => pair.Value).Concat(schema.Item is null ? [] : [schema.Item]).SelectMany(All).Prepend(schema);
    }

    private static string Json(SentinelOptions options) => JsonSerializer.Serialize(options, ConfigJsonContext.Default.SentinelOptions);
}
