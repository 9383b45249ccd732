using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class CohereTests
{
    [Fact]
    public void Stream_IsReadWhole()
    {
        var reading = Stream(DialectNames.Cohere,
            """{"id":"c-1","type":"message-start","delta":{"message":{"role":"assistant","content":[],"tool_plan":"","tool_calls":[],"citations":[]}}}""",
            """{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will look"}}}""",
            """{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"t1","type":"function","function":{"name":"lookup","arguments":""}}}}}""",
            """{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":{"arguments":"{}"}}}}}""",
            """{"type":"tool-call-end","index":0}""",
            """{"type":"content-start","index":0,"delta":{"message":{"content":{"type":"text","text":""}}}}""",
            """{"type":"content-delta","index":0,"delta":{"message":{"content":{"thinking":"Hm"}}}}""",
            """{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi"}}}}""",
            """{"type":"citation-start","index":0,"delta":{"message":{"citations":{"start":0,"end":2,"text":"Hi"}}}}""",
            """{"type":"message-end","delta":{"finish_reason":"TOOL_CALL","usage":{"billed_units":{"input_tokens":25.0,"output_tokens":9},"tokens":{"input_tokens":91,"output_tokens":11},"cached_tokens":3}}}""",
            "[DONE]");

        Assert.Equal(
            [EventClass.None, EventClass.Output, Visible, Visible, EventClass.None, EventClass.None, EventClass.Output, Visible, EventClass.None, EventClass.Terminal, EventClass.Terminal],
            reading.Events);
        Assert.Equal((25L, 9L, 3L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead));
        Assert.Equal(("c-1", 1, FinishReason.ToolCall, "I will looklookup{}HmHi"), (reading.Facts.ResponseId, reading.Facts.ToolCalls, reading.Facts.FinishReason, reading.Text));
    }

    [Fact]
    public void Body_BilledUnitsAndTokens_TheBilledCount()
    {
        var reading = Body(DialectNames.Cohere, """{"id":"c-2","finish_reason":"COMPLETE","message":{"role":"assistant","content":[{"type":"text","text":"Hi"}],"tool_calls":[]},"usage":{"tokens":{"input_tokens":80,"output_tokens":12},"billed_units":{"input_tokens":20,"output_tokens":10}}}""");

        Assert.Equal((20L, 10L, FinishReason.Stop, "Hi", 0), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.FinishReason, reading.Text, reading.Facts.ToolCalls));
    }

    [Fact]
    public void Body_TokensAlone_ServeWhereNothingBilledIsTold() =>
        Assert.Equal(80, Body(DialectNames.Cohere, """{"usage":{"tokens":{"input_tokens":80,"output_tokens":12}}}""").Usage.InputTotal);

    [Fact]
    public void Embed_HasItsBilledUnitsInMeta() =>
        Assert.Equal(5, Body(DialectNames.Cohere, """{"id":"e","embeddings":{"float":[[0.1]]},"meta":{"billed_units":{"input_tokens":5}}}""").Usage.InputTotal);

    [Fact]
    public void V1Stream_TextAndEnd_AreRead()
    {
        var reading = Stream(DialectNames.Cohere, """{"is_finished":false,"event_type":"text-generation","text":"Hi"}""",
            """{"is_finished":true,"event_type":"stream-end","finish_reason":"MAX_TOKENS","response":{"meta":{"billed_units":{"input_tokens":5,"output_tokens":1}}}}""");

        Assert.Equal([Visible, EventClass.Terminal], reading.Events);
        Assert.Equal((5L, 1L, FinishReason.Length), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.FinishReason));
    }

    [Fact]
    public void Body_Error_HasNoWord() => Assert.Null(Body(DialectNames.Cohere, """{"id":"x","message":"invalid api token"}""").Facts.ErrorType);

    [Theory]
    [InlineData("COMPLETE", FinishReason.Stop)]
    [InlineData("STOP_SEQUENCE", FinishReason.Stop)]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("ERROR", FinishReason.Error)]
    [InlineData("TIMEOUT", FinishReason.Error)]
    public void FinishReason_IsNormalised(string word, FinishReason expected) =>
        Assert.Equal(expected, Body(DialectNames.Cohere, $$"""{"finish_reason":"{{word}}"}""").Facts.FinishReason);
}
