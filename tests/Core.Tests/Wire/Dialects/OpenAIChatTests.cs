using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class OpenAIChatTests
{
    private const string Head = """{"id":"chatcmpl-Q7","object":"chat.completion.chunk","created":1795000001,"model":"gpt-4.1-2025-04-14","service_tier":"Default","system_fingerprint":"fp_9c","choices":[""";
    private const string Role = Head + """{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"aB3"}""";
    private const string Stop = Head + """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""";
    private const string Usage = Head + """],"usage":{"prompt_tokens":40,"completion_tokens":7,"total_tokens":47,"prompt_tokens_details":{"cached_tokens":32,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0,"accepted_prediction_tokens":0}}}""";

    private static string Delta(string delta, string rest = "\"finish_reason\":null", int index = 0) =>
        Head + $$"""{"index":{{index}},"delta":{{delta}},"logprobs":null,{{rest}}}],"usage":null,"obfuscation":"kk9s"}""";

    private static string Content(string text) => Delta($$"""{"content":"{{text}}"}""");

    [Fact]
    public void Stream_WithUsageChunk_IsReadWhole()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Content("Good "), Content("day"), Stop, Usage, "[DONE]");

        Assert.Equal([EventClass.None, Visible, Visible, EventClass.None, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.Equal(("chatcmpl-Q7", "gpt-4.1-2025-04-14", "fp_9c", "default"),
            (reading.Facts.ResponseId, reading.Facts.Model, reading.Facts.SystemFingerprint, reading.Facts.ServiceTier));
        Assert.Equal((40L, 7L, 32L, 47L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead, reading.Usage.TotalReported));
        Assert.Equal(("stop", FinishReason.Stop, "Good day"), (reading.Facts.FinishReasonRaw, reading.Facts.FinishReason, reading.Text));
        Assert.True(reading.Facts.HasUsage && reading.Facts.Terminal);
        Assert.Null(reading.Usage.CacheWrite);
    }

    [Fact]
    public void Stream_WithoutUsageChunk_HasNoUsageButText()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Content("Hi"), Stop, "[DONE]");

        Assert.False(reading.Facts.HasUsage);
        Assert.Equal("Hi", reading.Text);
        Assert.Equal(0, reading.Facts.ToolCalls);
    }

    [Fact]
    public void Stream_CutBeforeDone_IsNotTerminal() =>
        Assert.False(Stream(DialectNames.OpenAIChat, Role, Content("Hi"), Stop, Usage).Facts.Terminal);

    [Fact]
    public void Stream_DoneIsComparedByItsBeginning() =>
        Assert.Equal([EventClass.Terminal], Stream(DialectNames.OpenAIChat, "[DONE] ").Events);

    [Fact]
    public void Stream_TwoChoicesInterleaved_CountsToolCallsOfEach()
    {
        static string Tool(int choice, int index, string id, string name) => Delta(
            $$$"""{"tool_calls":[{"index":{{{index}}},"id":"{{{id}}}","type":"function","function":{"name":"{{{name}}}","arguments":""}}]}""", index: choice);

        var reading = Stream(DialectNames.OpenAIChat, Role, Tool(0, 0, "call_a", "f"), Tool(1, 0, "call_b", "f"),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}""", index: 1),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}"""),
            Delta("{}", "\"finish_reason\":\"length\"", 1), Delta("{}", "\"finish_reason\":\"tool_calls\""), Usage, "[DONE]");

        Assert.Equal(2, reading.Facts.ToolCalls);
        Assert.Equal(("length", FinishReason.Length), (reading.Facts.FinishReasonRaw, reading.Facts.FinishReason));
        Assert.Equal(7, reading.Usage.OutputTotal);
    }

    [Fact]
    public void Stream_TwoParallelToolCalls_AreTwoAndTheirTextIsKept()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role,
            Delta("""{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"weather","arguments":""}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"city\":"}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"\"Oslo\"}"}}]}"""),
            Delta("""{"tool_calls":[{"index":1,"id":"call_2","type":"custom","custom":{"name":"sql","input":"select 1"}}]}"""),
            Delta("{}", "\"finish_reason\":\"tool_calls\""), "[DONE]");

        Assert.Equal(2, reading.Facts.ToolCalls);
        Assert.All(reading.Events.Skip(1).Take(4), e => Assert.Equal(Visible, e));
        Assert.Equal("""weather{"city":"Oslo"}sqlselect 1""", reading.Text);
        Assert.Equal(FinishReason.ToolCall, reading.Facts.FinishReason);
    }

    [Theory]
    [InlineData("""[{"id":"call_1","function":{"name":"f","arguments":"{}"}},{"id":"call_2","function":{"name":"f","arguments":"{}"}}]""", 2)]
    [InlineData("""[{"index":0,"id":"call_1","function":{"name":"f","arguments":"{}"}},{"index":0,"id":"call_2","function":{"name":"g","arguments":"{}"}}]""", 2)]
    [InlineData("""[{"function":{"name":"f","arguments":"{}"}},{"function":{"name":"f","arguments":"{}"}}]""", 2)]
    [InlineData("""[]""", 0)]
    [InlineData("""null""", 0)]
    public void Stream_CompatiblesWithoutIndexOrWithTheSameIndex_CountEachCall(string calls, int expected) =>
        Assert.Equal(expected, Stream(DialectNames.OpenAIChat, Role, Delta($$"""{"tool_calls":{{calls}}}""")).Facts.ToolCalls);

    [Fact]
    public void Stream_IdRepeatedInEveryPiece_IsOneCall()
    {
        var piece = Delta("""{"tool_calls":[{"id":"call_1","function":{"arguments":"1"}}]}""");

        Assert.Equal(1, Stream(DialectNames.OpenAIChat, Role, piece, piece, piece).Facts.ToolCalls);
    }

    [Fact]
    public void Stream_IndexAfterTheDelta_StillKeepsChoicesApart()
    {
        static string Azure(int index) =>
            $$"""{"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"","name":"f"},"id":"c","index":0}]},"finish_reason":null,"index":{{index}}}],"id":"x","model":"m"}""";

        Assert.Equal(2, Stream(DialectNames.OpenAIChat, Azure(0), Azure(1)).Facts.ToolCalls);
    }

    [Fact]
    public void Stream_LegacyFunctionCall_IsOneToolCall()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Delta("""{"function_call":{"name":"f","arguments":""}}"""),
            Delta("""{"function_call":{"arguments":"{}"}}"""), Delta("{}", "\"finish_reason\":\"function_call\""));

        Assert.Equal((1, FinishReason.ToolCall), (reading.Facts.ToolCalls, reading.Facts.FinishReason));
    }

    [Fact]
    public void Stream_Refusal_IsVisibleOutputAndEndsAsContentFilter()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Delta("""{"refusal":"I can't"}"""), Stop, "[DONE]");

        Assert.Equal(Visible, reading.Events[1]);
        Assert.Equal(("stop", FinishReason.ContentFilter, "I can't"), (reading.Facts.FinishReasonRaw, reading.Facts.FinishReason, reading.Text));
    }

    [Fact]
    public void Stream_RoleOnlyFirstChunk_DoesNotStopTheClock() => Assert.Equal([EventClass.None], Stream(DialectNames.OpenAIChat, Role).Events);

    [Fact]
    public void Stream_Obfuscation_IsNotText() => Assert.Equal("Hi", Stream(DialectNames.OpenAIChat, Role, Content("Hi")).Text);

    [Theory]
    [InlineData("""{"content":null,"reasoning_content":"hm"}""", EventClass.Output)]
    [InlineData("""{"content":"","reasoning":"hm"}""", EventClass.Output)]
    [InlineData("""{"reasoning":"hm"}""", EventClass.Output)]
    [InlineData("""{"content":"","reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}""", EventClass.Output)]
    [InlineData("""{"content":"yes","reasoning_content":null}""", Visible)]
    [InlineData("""{"content":"yes","reasoning_content":"hm"}""", Visible)]
    [InlineData("""{"content": "yes"}""", Visible)]
    [InlineData("""{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]}""", EventClass.Output)]
    [InlineData("""{"content":[{"type":"text","text":"yes"}]}""", Visible)]
    [InlineData("""{"content":[{"type":"reference","reference_ids":[1]}]}""", EventClass.None)]
    [InlineData("""{"audio":{"id":"a","transcript":"yes"}}""", Visible)]
    [InlineData("""{"audio":{"data":"AAAA"}}""", Visible)]
    [InlineData("""{"audio":{"id":"a","expires_at":1}}""", EventClass.None)]
    [InlineData("""{"content":""}""", EventClass.None)]
    [InlineData("""{"role":"assistant","content":null}""", EventClass.None)]
    [InlineData("{}", EventClass.None)]
    [InlineData("null", EventClass.None)]
    public void Stream_Delta_IsClassedByWhatItCarries(string delta, EventClass expected) =>
        Assert.Equal(expected, Stream(DialectNames.OpenAIChat, Role, Delta(delta)).Events[1]);

    [Fact]
    public void Stream_EmptyChoicesMidStreamAndUnknownMembers_AreHarmless()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Head + """],"moderation":{"x":[1,{"y":null}]},"usage":null}""", Content("Hi"), Stop, "[DONE]");

        Assert.Equal([EventClass.None, EventClass.None, Visible, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.False(reading.Facts.Malformed);
    }

    [Fact]
    public void Stream_FinishTogetherWithText_IsNotMissedByTheQuickWay()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Delta("""{"content":"end"}""", "\"finish_reason\": \"length\""));

        Assert.Equal((Visible, FinishReason.Length, "end"), (reading.Events[1], reading.Facts.FinishReason, reading.Text));
    }

    [Fact]
    public void Stream_TextThatLooksLikeMembers_IsOnlyText()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Content("""\"content\":\"no\",\"finish_reason\":\"length\",\"error\":{\"code\":1} \\"""));

        Assert.Equal((Visible, null), (reading.Events[1], reading.Facts.FinishReasonRaw));
        Assert.Equal("\"content\":\"no\",\"finish_reason\":\"length\",\"error\":{\"code\":1} \\", reading.Text);
    }

    [Fact]
    public void Stream_ErrorChunk_IsAnErrorWithItsStatus()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, """{"error":{"message":"busy","type":"server_error","param":null,"code":null}}""", "[DONE]");

        Assert.Equal([EventClass.None, EventClass.Error, EventClass.Terminal], reading.Events);
        Assert.Equal(("server_error", 500), (reading.Facts.ErrorType, reading.Facts.ErrorStatus));
    }

    [Theory]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"error":false}""")]
    [InlineData("""{"error":""}""")]
    public void Stream_ErrorMemberWithoutError_IsNone(string data) =>
        Assert.Equal(0, Stream(DialectNames.OpenAIChat, data).Facts.ErrorStatus);

    [Fact]
    public void Stream_Logprobs_CountTokensExactly()
    {
        const string Two = Head + """{"index":0,"delta":{"content":"ab"},"logprobs":{"content":[{"token":"a","logprob":-0.1,"bytes":[97],"top_logprobs":[]},{"token":"b","logprob":-0.2,"bytes":null,"top_logprobs":[]}],"refusal":null},"finish_reason":null}]}""";

        Assert.Equal(4, Stream(DialectNames.OpenAIChat, Role, Two, Two).Facts.LogprobTokens);
    }

    [Fact]
    public void Body_WithToolCall_IsReadWhole()
    {
        const string Answer = """
            {"id":"chatcmpl-B2","object":"chat.completion","created":1795000000,"model":"gpt-5.4-2026-03-05","service_tier":"priority","system_fingerprint":null,
             "choices":[{"index":0,"finish_reason":"tool_calls","logprobs":null,"message":{"role":"assistant","content":null,"refusal":null,"annotations":[],
              "tool_calls":[{"id":"call_3","type":"function","function":{"name":"find","arguments":"{\"q\":\"fjord\"}"}}]}}],
             "usage":{"prompt_tokens":900,"completion_tokens":210,"total_tokens":1110,
              "prompt_tokens_details":{"cached_tokens":512,"cache_write_tokens":100,"audio_tokens":0},
              "completion_tokens_details":{"reasoning_tokens":128,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":9}}}
            """;
        foreach (var segment in new[] { int.MaxValue, 64, 7, 1 })
        {
            var reading = Body(DialectNames.OpenAIChat, Answer, segment);

            Assert.Equal((900L, 210L, 512L, 100L, 128L),
                (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead, reading.Usage.CacheWrite, reading.Usage.Reasoning));
            Assert.Equal((1, FinishReason.ToolCall, "priority", true), (reading.Facts.ToolCalls, reading.Facts.FinishReason, reading.Facts.ServiceTier, reading.Facts.Terminal));
            Assert.Equal("""find{"q":"fjord"}""", reading.Text);
            Assert.True(reading.Facts.HiddenOutput);
        }
    }

    [Fact]
    public void Body_RepeatedReadingOfOneObject_LeavesNothingBehind()
    {
        var reading = Stream(DialectNames.OpenAIChat, Role, Delta("""{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":""}}]}"""), Usage, "[DONE]");

        reading.Facts.Reset();

        Assert.Equal((null, null, null, false, false, 0), (reading.Facts.Model, reading.Facts.ToolCalls, reading.Usage.InputTotal, reading.Facts.HasUsage, reading.Facts.Terminal, reading.Facts.State.Tools.Count));
    }

    [Fact]
    public void ReadEvent_TextChunks_AllocateNothing()
    {
        var dialect = DialectDetector.ByName(DialectNames.OpenAIChat)!;
        var facts = new ResponseFacts();
        var role = System.Text.Encoding.UTF8.GetBytes(Role);
        var quick = System.Text.Encoding.UTF8.GetBytes(Content("token "));
        var parsed = System.Text.Encoding.UTF8.GetBytes(Delta("""{"content": "token "}"""));
        for (var i = 0; i < 2; i++)
        {
            dialect.ReadEvent(new WireEvent(default, role), facts);
            dialect.ReadEvent(new WireEvent(default, quick), facts);
            dialect.ReadEvent(new WireEvent(default, parsed), facts);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            dialect.ReadEvent(new WireEvent(default, quick), facts);
            dialect.ReadEvent(new WireEvent(default, parsed), facts);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
