using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class ResponsesTests
{
    private const string Created = """{"type":"response.created","sequence_number":0,"response":{"id":"resp_4","object":"response","status":"in_progress","model":"gpt-5.4-2026-03-05","service_tier":"auto","output":[],"usage":null,"error":null,"incomplete_details":null}}""";

    private static string End(string type, string members) =>
        $$$"""{"type":"{{{type}}}","sequence_number":9,"response":{"id":"resp_4","model":"gpt-5.4-2026-03-05","service_tier":"default",{{{members}}}}}""";

    private static string Completed(string output = "[]") => End("response.completed",
        $$$"""
        "status":"completed","error":null,"incomplete_details":null,"output":{{{output}}},"usage":{"input_tokens":900,"input_tokens_details":{"cached_tokens":512,"cache_write_tokens":0},"output_tokens":300,"output_tokens_details":{"reasoning_tokens":256},"total_tokens":1200}
        """);

    [Fact]
    public void Stream_Completed_IsReadWhole()
    {
        var reading = Stream(DialectNames.OpenAIResponses, Created,
            """{"type":"response.in_progress","sequence_number":1,"response":{"id":"resp_4","status":"in_progress"}}""",
            """{"type":"response.output_item.added","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[]}}""",
            """{"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"Hm"}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"message","id":"msg_1","content":[]}}""",
            """{"type":"response.content_part.added","part":{"type":"output_text","text":""}}""",
            """{"type":"response.output_text.delta","sequence_number":6,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hel","logprobs":[],"obfuscation":"x1"}""",
            """{"sequence_number":7,"delta":"lo","type":"response.output_text.delta"}""",
            """{"type":"response.output_text.done","text":"Hello"}""",
            Completed("""[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text","text":"Hello"}]}]"""));

        Assert.Equal([EventClass.None, EventClass.None, EventClass.None, EventClass.Output, EventClass.None, EventClass.None, Visible, Visible, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.Equal((900L, 512L, 0L, 300L, 256L, 1200L),
            (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.CacheWrite, reading.Usage.OutputTotal, reading.Usage.Reasoning, reading.Usage.TotalReported));
        Assert.Equal(("resp_4", "gpt-5.4-2026-03-05", "default", "HmHello"), (reading.Facts.ResponseId, reading.Facts.Model, reading.Facts.ServiceTier, reading.Text));
        Assert.Equal(("completed", FinishReason.Stop, 0, true), (reading.Facts.FinishReasonRaw, reading.Facts.FinishReason, reading.Facts.ToolCalls, reading.Facts.HiddenOutput));
    }

    [Fact]
    public void Stream_FunctionCalls_AreCountedByItemAndEndAsToolCall()
    {
        const string Call = """{"type":"function_call","id":"fc_1","call_id":"c1","name":"lookup","arguments":"","status":"in_progress"}""";
        var reading = Stream(DialectNames.OpenAIResponses, Created,
            $$"""{"type":"response.output_item.added","output_index":0,"item":{{Call}}}""",
            """{"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"{\"q\":1}"}""",
            """{"type":"response.function_call_arguments.done","item_id":"fc_1","arguments":"{\"q\":1}"}""",
            $$"""{"type":"response.output_item.done","output_index":0,"item":{{Call}}}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"type":"web_search_call","id":"ws_1"}}""");

        Assert.Equal((2, """lookup{"q":1}"""), (reading.Facts.ToolCalls, reading.Text));
        Assert.Equal([EventClass.None, EventClass.None, Visible, EventClass.None, EventClass.None, EventClass.None], reading.Events);

        reading.Read("", Completed($$"""[{{Call}},{"type":"web_search_call","id":"ws_1"},{"type":"function_call_output"}]"""));

        Assert.Equal((2, FinishReason.ToolCall), (reading.Facts.ToolCalls, reading.Facts.FinishReason));
    }

    [Fact]
    public void Stream_Incomplete_IsLengthAndTerminal()
    {
        var reading = Stream(DialectNames.OpenAIResponses, Created,
            End("response.incomplete", """ "status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[],"usage":{"input_tokens":4,"output_tokens":2,"total_tokens":6}"""));

        Assert.Equal(("max_output_tokens", FinishReason.Length, true, 2L), (reading.Facts.FinishReasonRaw, reading.Facts.FinishReason, reading.Facts.Terminal, reading.Usage.OutputTotal));
    }

    [Fact]
    public void Stream_IncompleteByFilter_IsContentFilter() =>
        Assert.Equal(FinishReason.ContentFilter, Stream(DialectNames.OpenAIResponses,
            End("response.incomplete", """ "status":"incomplete","incomplete_details":{"reason":"content_filter"}""")).Facts.FinishReason);

    [Fact]
    public void Stream_Failed_IsAnErrorAndTerminal()
    {
        var reading = Stream(DialectNames.OpenAIResponses, Created,
            End("response.failed", """ "status":"failed","error":{"code":"rate_limit_exceeded","message":"m"},"usage":null"""));

        Assert.Equal(EventClass.Error | EventClass.Terminal, reading.Events[1]);
        Assert.Equal(("rate_limit_exceeded", 429, FinishReason.Error), (reading.Facts.ErrorType, reading.Facts.ErrorStatus, reading.Facts.FinishReason));
    }

    [Fact]
    public void Stream_NestedError_GivesWordStatusAndRateLimitHeaders()
    {
        var reading = Stream(DialectNames.OpenAIResponses, Created,
            """{"type":"error","sequence_number":2,"error":{"type":"tokens","code":"rate_limit_exceeded","message":"m","param":null,"headers":{"x-ratelimit-limit-tokens":"30000","x-ratelimit-remaining-tokens":"120","x-ratelimit-reset-tokens":"1m2.5s"}}}""");

        Assert.Equal(EventClass.Error | EventClass.Terminal, reading.Events[1]);
        Assert.Equal(("rate_limit_exceeded", 429), (reading.Facts.ErrorType, reading.Facts.ErrorStatus));
        Assert.Equal((30000L, 120L, TimeSpan.FromSeconds(62.5)),
            (reading.Facts.RateLimit!.LimitTokens, reading.Facts.RateLimit.RemainingTokens, reading.Facts.RateLimit.ResetTokens));
    }

    [Fact]
    public void Stream_FlatError_GivesWordAndStatus()
    {
        var reading = Stream(DialectNames.OpenAIResponses, Created, """{"type":"error","code":"server_error","message":"m","param":null,"sequence_number":3}""");

        Assert.Equal((EventClass.Error | EventClass.Terminal, "server_error", 500), (reading.Events[1], reading.Facts.ErrorType, reading.Facts.ErrorStatus));
    }

    [Fact]
    public void Stream_Refusal_EndsAsContentFilter()
    {
        var reading = Stream(DialectNames.OpenAIResponses, Created, """{"type":"response.refusal.delta","delta":"No."}""",
            Completed("""[{"type":"message","content":[{"type":"refusal","refusal":"No."}]}]"""));

        Assert.Equal((Visible, FinishReason.ContentFilter, "No."), (reading.Events[1], reading.Facts.FinishReason, reading.Text));
    }

    [Theory]
    [InlineData("response.output_text.delta", Visible)]
    [InlineData("response.reasoning_text.delta", EventClass.Output)]
    [InlineData("response.custom_tool_call_input.delta", Visible)]
    [InlineData("response.mcp_call_arguments.delta", Visible)]
    [InlineData("response.code_interpreter_call_code.delta", Visible)]
    [InlineData("response.audio.delta", Visible)]
    [InlineData("response.audio.transcript.delta", Visible)]
    [InlineData("response.web_search_call.searching", EventClass.None)]
    [InlineData("response.output_text.annotation.added", EventClass.None)]
    [InlineData("response.from_the_future", EventClass.None)]
    public void Stream_Event_IsClassedByItsType(string type, EventClass expected) =>
        Assert.Equal([expected], Stream(DialectNames.OpenAIResponses, $$"""{"type":"{{type}}","delta":"x"}""").Events);

    [Fact]
    public void Stream_EmptyDelta_IsNoOutput() =>
        Assert.Equal([EventClass.None], Stream(DialectNames.OpenAIResponses, """{"type":"response.output_text.delta","delta":""}""").Events);

    [Fact]
    public void Stream_PartialImage_IsOutputWithoutText()
    {
        var reading = Stream(DialectNames.OpenAIResponses, """{"type":"response.image_generation_call.partial_image","partial_image_b64":"AAAA"}""");

        Assert.Equal((Visible, ""), (reading.Events[0], reading.Text));
    }

    [Fact]
    public void Stream_Logprobs_AreCountedOnce() =>
        Assert.Equal(2, Stream(DialectNames.OpenAIResponses,
            """{"type":"response.output_text.delta","delta":"a","logprobs":[{"token":"a","logprob":0}]}""",
            """{"type":"response.output_text.delta","delta":"b","logprobs":[{"token":"b","logprob":0}]}""",
            """{"type":"response.output_text.done","text":"ab","logprobs":[{"token":"a"},{"token":"b"}]}""").Facts.LogprobTokens);

    [Fact]
    public void Body_Completed_IsReadWhole()
    {
        const string Answer = """
            {"id":"resp_8","object":"response","status":"completed","model":"gpt-4.1","service_tier":"flex","error":null,"incomplete_details":null,
             "output":[{"type":"function_call","name":"lookup","arguments":"{}"},{"type":"message","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],
             "usage":{"input_tokens":20,"input_tokens_details":{"cached_tokens":0},"output_tokens":7,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":27}}
            """;
        foreach (var segment in new[] { int.MaxValue, 11 })
        {
            var reading = Body(DialectNames.OpenAIResponses, Answer, segment);

            Assert.Equal((20L, 0L, 7L, 1, FinishReason.ToolCall), (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.OutputTotal, reading.Facts.ToolCalls, reading.Facts.FinishReason));
            Assert.Equal(("flex", "lookup{}Hi", true), (reading.Facts.ServiceTier, reading.Text, reading.Facts.Terminal));
        }
    }

    [Theory]
    [InlineData("queued")]
    [InlineData("in_progress")]
    public void Body_BackgroundWithoutUsage_HasNeitherUsageNorFinish(string status)
    {
        var facts = Body(DialectNames.OpenAIResponses, $$"""{"id":"resp_1","status":"{{status}}","background":true,"usage":null,"output":[],"error":null}""").Facts;

        Assert.Equal((false, null), (facts.HasUsage, facts.FinishReasonRaw));
        Assert.Same(TokenUsage.None, UsageRules.Record(facts, complete: true));
    }

    [Fact]
    public void Body_OfAReplayedGet_IsNotCountedAgain()
    {
        var match = DialectDetector.Detect("GET", "/v1/responses/resp_8", null);
        var facts = Body(DialectNames.OpenAIResponses, """{"id":"resp_8","status":"completed","usage":{"input_tokens":20,"output_tokens":7,"total_tokens":27}}""").Facts;
        facts.Billable = match.Billable;

        Assert.Same(TokenUsage.None, UsageRules.Record(facts, complete: true));
    }

    [Fact]
    public void ReadEvent_TextDeltas_AllocateNothing()
    {
        var dialect = DialectDetector.ByName(DialectNames.OpenAIResponses)!;
        var facts = new ResponseFacts();
        var text = System.Text.Encoding.UTF8.GetBytes("""{"type":"response.output_text.delta","sequence_number":6,"item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hel","logprobs":[],"obfuscation":"x1"}""");
        dialect.ReadEvent(new WireEvent(default, text), facts);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            dialect.ReadEvent(new WireEvent(default, text), facts);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
