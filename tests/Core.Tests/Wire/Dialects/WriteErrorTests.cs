using System.Buffers;
using System.Text.Json;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class WriteErrorTests
{
    private static JsonElement Write(string dialect, int status = 502)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var error = new SentinelError(status, "sentinel_upstream_unreachable", "The sentinel could not reach upstream \"main\".");
        DialectDetector.ByName(dialect)!.WriteError(buffer, error);
        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }

    [Theory]
    [InlineData(DialectNames.OpenAIChat)]
    [InlineData(DialectNames.OpenAIResponses)]
    [InlineData(DialectNames.OpenAICompletions)]
    [InlineData(DialectNames.OpenAIEmbeddings)]
    [InlineData(DialectNames.LlamaCpp)]
    [InlineData(DialectNames.Other)]
    public void OpenAIShape(string dialect)
    {
        var error = Write(dialect).GetProperty("error");

        Assert.Equal("sentinel_error", error.GetProperty("type").GetString());
        Assert.Equal("sentinel_upstream_unreachable", error.GetProperty("code").GetString());
        Assert.Equal("The sentinel could not reach upstream \"main\".", error.GetProperty("message").GetString());
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
    }

    [Fact]
    public void AnthropicShape()
    {
        var root = Write(DialectNames.AnthropicMessages);

        Assert.Equal("error", root.GetProperty("type").GetString());
        Assert.Equal("sentinel_upstream_unreachable", root.GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(502, "UNAVAILABLE")]
    [InlineData(504, "DEADLINE_EXCEEDED")]
    [InlineData(400, "INVALID_ARGUMENT")]
    public void GeminiShape(int status, string word)
    {
        var error = Write(DialectNames.Gemini, status).GetProperty("error");

        Assert.Equal((status, word), (error.GetProperty("code").GetInt32(), error.GetProperty("status").GetString()));
        Assert.Equal("sentinel_upstream_unreachable", error.GetProperty("details")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void OllamaShape() => Assert.Contains("sentinel_upstream_unreachable", Write(DialectNames.Ollama).GetProperty("error").GetString(), StringComparison.Ordinal);

    [Theory]
    [InlineData(DialectNames.BedrockConverse)]
    [InlineData(DialectNames.BedrockInvoke)]
    [InlineData(DialectNames.Cohere)]
    public void MessageShape(string dialect)
    {
        var root = Write(dialect);

        Assert.Equal("The sentinel could not reach upstream \"main\".", root.GetProperty("message").GetString());
        Assert.Equal("sentinel_upstream_unreachable", root.GetProperty("code").GetString());
    }
}
