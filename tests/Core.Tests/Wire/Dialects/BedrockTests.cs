using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class BedrockTests
{
    private const string Metadata = """metadata|{"usage":{"inputTokens":22,"outputTokens":13,"totalTokens":3035,"cacheReadInputTokens":500,"cacheWriteInputTokens":2500,"cacheReadInputTokenCount":500,"cacheWriteInputTokenCount":2500,"serverToolUsage":{},"cacheDetails":[{"ttl":"5m","inputTokens":2000},{"ttl":"1h","inputTokens":500}]},"metrics":{"latencyMs":812},"serviceTier":{"type":"priority"},"p":"abcdef"}""";

    private static string Chunk(string json) =>
        $$"""chunk|{"bytes":"{{Convert.ToBase64String(Encoding.UTF8.GetBytes(json))}}","p":"abcd"}""";

    [Fact]
    public void Converse_Stream_IsReadWhole()
    {
        var reading = Stream(DialectNames.BedrockConverse,
            """messageStart|{"role":"assistant","p":"ab"}""",
            """contentBlockDelta|{"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"Hm"}},"p":"abc"}""",
            """contentBlockDelta|{"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"s"}}}""",
            """contentBlockDelta|{"contentBlockIndex":1,"delta":{"text":"Hi"},"p":"abcdefgh"}""",
            """contentBlockStart|{"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t1","name":"lookup"}}}""",
            """contentBlockDelta|{"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"q\":1}"}}}""",
            """contentBlockStop|{"contentBlockIndex":2}""",
            """messageStop|{"stopReason":"tool_use"}""",
            Metadata);

        Assert.Equal(
            [EventClass.None, EventClass.Output, EventClass.None, Visible, Visible, Visible, EventClass.None, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.Equal((3022L, 500L, 2500L, 2000L, 500L, 13L),
            (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.CacheWrite, reading.Usage.CacheWrite5m, reading.Usage.CacheWrite1h, reading.Usage.OutputTotal));
        Assert.Equal(reading.Usage.TotalReported, reading.Usage.InputTotal + reading.Usage.OutputTotal);
        Assert.Equal((1, FinishReason.ToolCall, "priority", TimeSpan.FromMilliseconds(812), true),
            (reading.Facts.ToolCalls, reading.Facts.FinishReason, reading.Facts.ServiceTier, reading.Facts.ProviderProcessing, reading.Facts.HiddenOutput));
        Assert.Equal("""HmHilookup{"q":1}""", reading.Text);
    }

    [Fact]
    public void Converse_StopWithoutMetadata_IsNotTheEnd()
    {
        var reading = Stream(DialectNames.BedrockConverse, """contentBlockDelta|{"contentBlockIndex":0,"delta":{"text":"Hi"}}""", """messageStop|{"stopReason":"end_turn"}""");

        Assert.False(reading.Facts.Terminal);
        reading.Read("metadata", "{}");
        Assert.True(reading.Facts.Terminal);
    }

    [Theory]
    [InlineData("throttlingException", "throttling_exception", 429)]
    [InlineData("internalServerException", "internal_server_exception", 500)]
    [InlineData("modelStreamErrorException", "model_stream_error_exception", 424)]
    [InlineData("validationException", "validation_exception", 400)]
    [InlineData("serviceUnavailableException", "service_unavailable_exception", 503)]
    public void Converse_ExceptionAfterData_IsAnError(string name, string word, int status)
    {
        foreach (var dialect in new[] { DialectNames.BedrockConverse, DialectNames.BedrockInvoke })
        {
            var reading = Stream(dialect, name + """|{"message":"m"}""");

            Assert.Equal((EventClass.Error, word, status), (reading.Events[0], reading.Facts.ErrorType, reading.Facts.ErrorStatus));
        }
    }

    [Fact]
    public void Converse_ErrorFrame_GivesItsCode()
    {
        var reading = Stream(DialectNames.BedrockConverse, """error|{"code":"InternalFailure","message":"m"}""");

        Assert.Equal((EventClass.Error, "internal_failure", 500), (reading.Events[0], reading.Facts.ErrorType, reading.Facts.ErrorStatus));
    }

    [Fact]
    public void Converse_Body_IsReadWhole()
    {
        const string Answer = """
            {"output":{"message":{"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"Hm","signature":"s"}}},{"text":"Hi"},{"toolUse":{"toolUseId":"t1","name":"lookup","input":{"q":"x"}}}]}},
             "stopReason":"tool_use","metrics":{"latencyMs":812},"usage":{"inputTokens":22,"outputTokens":13,"cacheReadInputTokens":0,"cacheWriteInputTokens":2492,"totalTokens":2527,"cacheDetails":[{"ttl":"5m","inputTokens":2492}]}}
            """;
        foreach (var segment in new[] { int.MaxValue, 9 })
        {
            var reading = Body(DialectNames.BedrockConverse, Answer, segment);

            Assert.Equal((2514L, 0L, 2492L, 13L, 1), (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.CacheWrite, reading.Usage.OutputTotal, reading.Facts.ToolCalls));
            Assert.Equal(("""HmHilookup{"q":"x"}""", FinishReason.ToolCall, true, 0), (reading.Text, reading.Facts.FinishReason, reading.Facts.Terminal, reading.Facts.ErrorStatus));
        }
    }

    [Theory]
    [InlineData("""{"message":"Too many requests"}""", null, 500)]
    [InlineData("""{"__type":"com.amazon.coral.service#ThrottlingException","message":"m"}""", "throttling_exception", 429)]
    public void Converse_BodyOfOnlyAMessage_IsAnErrorAlsoUnder200(string body, string? word, int status)
    {
        var facts = Body(DialectNames.BedrockConverse, body).Facts;

        Assert.Equal((word, status), (facts.ErrorType, facts.ErrorStatus));
    }

    [Theory]
    [InlineData("guardrail_intervened", FinishReason.ContentFilter)]
    [InlineData("content_filtered", FinishReason.ContentFilter)]
    [InlineData("malformed_model_output", FinishReason.Error)]
    [InlineData("malformed_tool_use", FinishReason.Error)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    public void Converse_StopReason_IsNormalised(string word, FinishReason expected) =>
        Assert.Equal(expected, Stream(DialectNames.BedrockConverse, $$"""messageStop|{"stopReason":"{{word}}"}""").Facts.FinishReason);

    [Fact]
    public void Invoke_AnthropicInsideBase64_IsReadWhole()
    {
        var reading = Stream(DialectNames.BedrockInvoke,
            Chunk("""{"type":"message_start","message":{"id":"msg_b","model":"claude-haiku-5","content":[],"usage":{"input_tokens":30,"cache_read_input_tokens":5,"output_tokens":1}}}"""),
            Chunk("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}"""),
            Chunk("""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}"""),
            Chunk("""{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":30,"outputTokenCount":9,"invocationLatency":4069,"firstByteLatency":1117,"cacheReadInputTokenCount":5,"cacheWriteInputTokenCount":0}}"""));

        Assert.Equal([EventClass.None, Visible, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.Equal((35L, 5L, 0L, 9L), (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.CacheWrite, reading.Usage.OutputTotal));
        Assert.Equal(("msg_b", "Hi", TimeSpan.FromMilliseconds(4069)), (reading.Facts.ResponseId, reading.Text, reading.Facts.ProviderProcessing));
    }

    [Fact]
    public void Invoke_OtherVendor_HasTheCountsOfItsLastChunk()
    {
        var reading = Stream(DialectNames.BedrockInvoke, Chunk("""{"generation":"Hi","stop_reason":null}"""),
            Chunk("""{"generation":"","stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":8,"outputTokenCount":2,"invocationLatency":100,"firstByteLatency":50}}"""));

        Assert.Equal((8L, 2L, true), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.Terminal));
        Assert.Equal(Visible, reading.Events[0]);
    }

    [Theory]
    [InlineData("""chunk|{"bytes":"%%%"}""")]
    [InlineData("""chunk|{"bytes":null}""")]
    [InlineData("""chunk|{"p":"x"}""")]
    [InlineData("""chunk|nonsense""")]
    public void Invoke_ChunkThatCannotBeDecoded_IsPassedOver(string chunk) =>
        Assert.Equal([EventClass.None], Stream(DialectNames.BedrockInvoke, chunk).Events);

    [Fact]
    public void Invoke_PlainAnswer_TakesItsCountsFromTheHead()
    {
        var facts = Body(DialectNames.BedrockInvoke, """{"generation":"Hi"}""").Facts;
        var head = new ProviderHeaders();
        head.Header("X-Amzn-Bedrock-Input-Token-Count", "40");
        head.Header("X-Amzn-Bedrock-Output-Token-Count", "6");
        head.Header("X-Amzn-Bedrock-Cache-Read-Input-Token-Count", "10");
        head.Header("x-amzn-bedrock-invocation-latency", "321");

        head.ApplyUsage(facts);

        Assert.Equal((50L, 10L, null, 6L), (facts.Usage.InputTotal, facts.Usage.CacheRead, facts.Usage.CacheWrite, facts.Usage.OutputTotal));
        Assert.Equal((true, TimeSpan.FromMilliseconds(321)), (facts.HasUsage, head.ProviderProcessing));
    }

    [Fact]
    public void Invoke_HeadWithoutCounts_LeavesThemUnknown()
    {
        var facts = new ResponseFacts();
        var head = new ProviderHeaders();
        head.Header("x-amzn-requestid", "r-1");

        head.ApplyUsage(facts);

        Assert.Equal((false, null), (facts.HasUsage, facts.Usage.InputTotal));
    }
}
