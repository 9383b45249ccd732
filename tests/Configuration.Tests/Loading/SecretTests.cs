using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class SecretTests
{
    private const string Canary = "sk-live-c4n4ry0123456789abcdef";

    [Fact]
    public void Entries_Secrets_AreMaskedWithTheirSource()
    {
        var snapshot = Load.Valid(
            $$"""
            proxy: {appHashKey: {{Canary}} }
            admin: {token: '${TOKEN}'}
            upstreams:
              openai: {apiKey: {{Canary}} }
              m: {preset: vllm, address: 'http://h/${TOKEN}'}
            telemetry:
              otlp:
                headers: {authorization: Bearer {{Canary}} }
            """,
            ("TOKEN", Canary), ("SENTINEL__UPSTREAMS__M__APIKEY", Canary));

        var entries = snapshot.Entries.ToDictionary(entry => entry.Key);
        Assert.Equal(("***", "sentinel.yaml:1"), (entries["proxy.appHashKey"].Value, entries["proxy.appHashKey"].Source));
        Assert.Equal(("***", "sentinel.yaml:2"), (entries["admin.token"].Value, entries["admin.token"].Source));
        Assert.Equal(("***", "sentinel.yaml:4"), (entries["upstreams.openai.apiKey"].Value, entries["upstreams.openai.apiKey"].Source));
        Assert.Equal(("***", "environment SENTINEL__UPSTREAMS__M__APIKEY"), (entries["upstreams.m.apiKey"].Value, entries["upstreams.m.apiKey"].Source));
        Assert.Equal("***", entries["telemetry.otlp.headers.authorization"].Value);
        Assert.Equal("http://h/${TOKEN}", entries["upstreams.m.address"].Value);
        Assert.Equal($"http://h/{Canary}", snapshot.Options.Upstreams["m"].Address);
        Assert.DoesNotContain(Canary, Json(snapshot), StringComparison.Ordinal);
    }

    [Fact]
    public void Entries_SecretNotSet_ShowsThatThereIsNone()
    {
        var entries = Load.Valid("").Entries.ToDictionary(entry => entry.Key);

        Assert.Equal("", entries["admin.token"].Value);
        Assert.Null(entries["upstreams.openai.apiKey"].Value);
    }

    public static TheoryData<string> Mistakes { get; } = new(
        $"upstreams: {{openai: {{apikey: {Canary}}}}}",
        $"upstreams: {{openai: {{apiKey: [{Canary}]}}}}",
        $"upstreams: {{openai: {{apiKey: {{{Canary}: a}}}}}}",
        $"upstreams: {{openai: {{apiKey: \"{Canary}\\n\"}}}}",
        $"upstreams: {{openai: {{apiKey: *{Canary}}}}}",
        $"upstreams: {{openai: {{apiKey: !{Canary} }}}}}}",
        $"upstreams: {{openai: {{apiKey: '${{{Canary}}}'}}}}",
        $"upstreams: {{openai: {{address: {Canary}}}}}",
        $"upstreams: {{openai: {{address: 'https://user:{Canary}@api.openai.com'}}}}",
        $"upstreams: {{openai: {{address: 'https://api.openai.com/?key={Canary}'}}}}",
        $"upstreams: {{openai: {{preset: {Canary}}}}}",
        $"upstreams: {{openai: {{usage: {Canary}}}}}",
        $"proxy: {{defaultUpstream: {Canary}}}",
        $"proxy: {{listen: [{Canary}]}}",
        $"proxy: {{maxModels: {Canary}}}",
        $"proxy: {{drainTimeout: '${{TOKEN}}'}}",
        $"proxy: {{appHeader: 'x: {Canary}'}}",
        $"pricing: {{files: [{Canary}]}}",
        $"telemetry: {{otlp: {{headers: {{authorization: \"Bearer {Canary}\\u00e9\"}}}}}}",
        $"admin:\n  token: {Canary}: x",
        $"admin:\n  token: \"{Canary}",
        $"admin: {{token: {Canary}",
        Canary);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Load_SecretInOrNearAMistake_IsInNoMessage(string yaml)
    {
        var result = Load.Text(yaml, ("TOKEN", Canary));

        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, error => Assert.DoesNotContain("c4n4ry", error.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("SENTINEL__PROXY__MAXMODELS")]
    [InlineData("SENTINEL__PROXY__LISTEN")]
    [InlineData("SENTINEL__PROXY__DEFAULTUPSTREAM")]
    [InlineData("SENTINEL__UPSTREAMS__OPENAI__ADDRESS")]
    [InlineData("SENTINEL__UPSTREAMS__OPENAI__APIKEYY")]
    [InlineData("SENTINEL__UPSTREAMS__OPENAI")]
    [InlineData("SENTINEL__LOGGING__LEVEL")]
    public void Load_SecretInAWrongVariable_IsInNoMessage(string variable) =>
        Assert.DoesNotContain("c4n4ry", Load.OnlyError("", (variable, Canary)).ToString(), StringComparison.Ordinal);

    private static string Json(ConfigurationSnapshot snapshot)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
            snapshot.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
