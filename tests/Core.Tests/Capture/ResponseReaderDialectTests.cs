using System.Text;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using LlmSentinel.Core.Wire.Dialects;

namespace LlmSentinel.Core.Tests.Capture;

/// <summary>The reader with real dialects: what it hands over is enough for usage, however the answer comes.</summary>
public sealed class ResponseReaderDialectTests
{
    private const int Limit = 16 * 1024;

    [Fact]
    public void ChatStream_PlainOrInAnyEncodingCutAnywhere_GivesTheSameFacts()
    {
        var stream = Encoding.UTF8.GetBytes(
            "data: {\"id\":\"c1\",\"model\":\"gpt-x\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"gr\u00f6\u00dfe\"}}],\"usage\":null}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null}\n\n"
            + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1200,\"completion_tokens\":300,\"total_tokens\":1500}}\n\ndata: [DONE]\n\n");
        foreach (var encoding in new[] { null, "gzip", "deflate", "br", "zstd" })
        {
            var body = encoding is null ? stream : Reading.Encode(encoding, stream);
            for (var cut = 0; cut < body.Length; cut++)
            {
                var reader = Read(new OpenAIChatDialect(), "text/event-stream", encoding, body, cut);
                Assert.Equal((1200L, 300L), (reader.Facts.Usage.InputTotal, reader.Facts.Usage.OutputTotal));
                Assert.Equal(("c1", "gpt-x", "stop"), (reader.Facts.ResponseId, reader.Facts.Model, reader.Facts.FinishReasonRaw));
                Assert.True(reader.Facts.Terminal);
                Assert.Equal((5, 1), (reader.Events, reader.Clock.OutputChunks));
                Assert.Equal(ObservationGap.None, reader.Gap);
                reader.Reset();
            }
        }
    }

    [Fact]
    public void ChatAnswer_LongerThanTheCopy_KeepsModelFinishAndUsageAndCountsNoTools()
    {
        var body = "{\"id\":\"c1\",\"model\":\"gpt-x\",\"choices\":[{\"index\":0,\"finish_reason\":\"tool_calls\",\"message\":{\"tool_calls\":"
            + "[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}],\"content\":\"" + new string('x', 100_000)
            + "\"}}],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":9,\"total_tokens\":16},\"system_fingerprint\":\"fp\"}";
        var reader = Read(new OpenAIChatDialect(), "application/json", null, Encoding.UTF8.GetBytes(body), 50_000);
        Assert.Equal((7L, 9L), (reader.Facts.Usage.InputTotal, reader.Facts.Usage.OutputTotal));
        Assert.Equal(("c1", "gpt-x", "fp"), (reader.Facts.ResponseId, reader.Facts.Model, reader.Facts.SystemFingerprint));
        Assert.Equal("tool_calls", reader.Facts.FinishReasonRaw);
        Assert.Null(reader.Facts.ToolCalls);
        Assert.True(reader.Facts.Terminal);
        Assert.Equal(ObservationGap.ExchangeLimit, reader.Gap);
    }

    [Fact]
    public void EmbeddingsAnswer_LongerThanTheCopy_KeepsUsage()
    {
        var numbers = string.Join(',', Enumerable.Repeat("-0.0123456", 20_000));
        var body = "{\"object\":\"list\",\"data\":[{\"embedding\":[" + numbers + "]}],\"model\":\"e\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";
        var reader = Read(new OpenAIEmbeddingsDialect(), "application/json", null, Encoding.UTF8.GetBytes(body), 50_000);
        Assert.Equal(8, reader.Facts.Usage.InputTotal);
        Assert.Equal("e", reader.Facts.Model);
    }

    [Fact]
    public void OllamaAnswer_LongerThanTheCopy_KeepsItsCounts()
    {
        var body = "{\"model\":\"l\",\"response\":\"" + new string('x', 50_000) + "\",\"done\":true,\"context\":["
            + string.Join(',', Enumerable.Range(0, 1000)) + "],\"prompt_eval_count\":26,\"eval_count\":18}";
        var reader = Read(new OllamaDialect(), "application/json; charset=utf-8", null, Encoding.UTF8.GetBytes(body), 999);
        Assert.Equal((26L, 18L), (reader.Facts.Usage.InputTotal, reader.Facts.Usage.OutputTotal));
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/json")]
    public void JsonErrorBody_InsteadOfAStream_IsRead(string type)
    {
        var body = "\n{\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\",\"code\":\"rate_limit_exceeded\"}}"u8.ToArray();
        var reader = Read(new OpenAIChatDialect(), type, null, body, 1);
        Assert.NotNull(reader.Facts.ErrorType);
        Assert.False(reader.Streamed);
    }

    [Fact]
    public void BareJsonError_BehindTheEventsOfAGeminiStream_IsRead()
    {
        var stream = "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\r\n\r\n{\n  \"error\": {\n    \"code\": 503,\n    \"status\": \"UNAVAILABLE\"\n  }\n}\n"u8;
        var reader = Read(new GeminiDialect(), "text/event-stream", null, stream.ToArray(), 70);
        Assert.Equal(503, reader.Facts.ErrorStatus);
    }

    private static ResponseReader Read(IDialect dialect, string type, string? encoding, byte[] body, int cut)
    {
        var reader = new ResponseReader(new CaptureBudget(long.MaxValue));
        reader.Begin(dialect, new ResponseHead(200, type, encoding, null), Limit);
        reader.Read(body.AsSpan(0, cut), 1);
        reader.Read(body.AsSpan(cut), 2);
        reader.Complete();
        return reader;
    }
}
