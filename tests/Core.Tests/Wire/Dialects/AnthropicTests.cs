using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class AnthropicTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_7","type":"message","role":"assistant","model":"claude-sonnet-5","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":60,"cache_creation_input_tokens":900,"cache_read_input_tokens":7000,"cache_creation":{"ephemeral_5m_input_tokens":600,"ephemeral_1h_input_tokens":300},"output_tokens":2,"service_tier":"standard"}}}""";
    private const string Ping = """{"type":"ping"}""";
    private const string BlockStart = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string BlockStop = """{"type":"content_block_stop","index":0}""";
    private const string MessageStop = """{"type":"message_stop"}""";

    private static string Text(string text) => $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static string MessageDelta(string usage, string reason = "end_turn") =>
        $$"""{"type":"message_delta","delta":{"stop_reason":"{{reason}}","stop_sequence":null},"usage":{{usage}}}""";

    [Fact]
    public void Stream_WithCacheReadAndWrites_SumsTheInput()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start, BlockStart, Ping, Text("He"), Text("llo"), BlockStop,
            MessageDelta("""{"output_tokens":41}"""), MessageStop);

        Assert.Equal(
            [EventClass.None, EventClass.None, EventClass.None, Visible, Visible, EventClass.None, EventClass.None, EventClass.Terminal], reading.Events);
        Assert.Equal((7960L, 7000L, 900L, 600L, 300L, 41L),
            (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.CacheWrite, reading.Usage.CacheWrite5m, reading.Usage.CacheWrite1h, reading.Usage.OutputTotal));
        Assert.Equal(("msg_7", "claude-sonnet-5", "standard", "Hello"), (reading.Facts.ResponseId, reading.Facts.Model, reading.Facts.ServiceTier, reading.Text));
        Assert.Equal(("end_turn", FinishReason.Stop, true, 0), (reading.Facts.FinishReasonRaw, reading.Facts.FinishReason, reading.Facts.Terminal, reading.Facts.ToolCalls));
    }

    [Fact]
    public void Stream_SeveralMessageDeltas_OverwriteAndNeverAdd()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start,
            MessageDelta("""{"input_tokens":100,"output_tokens":30}"""),
            MessageDelta("""{"input_tokens":160,"cache_read_input_tokens":null,"cache_creation_input_tokens":900,"output_tokens":50,"server_tool_use":{"web_search_requests":2,"web_fetch_requests":0}}"""));

        Assert.Equal((8060L, 50L, 2L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.WebSearches));
        Assert.Equal((600L, 300L), (reading.Usage.CacheWrite5m, reading.Usage.CacheWrite1h));
    }

    [Fact]
    public void Stream_LaterCacheWriteWithoutSplit_DropsTheStaleSplit()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start, MessageDelta("""{"cache_creation_input_tokens":2000,"output_tokens":5}"""));

        Assert.Equal((2000L, null, null), (reading.Usage.CacheWrite, reading.Usage.CacheWrite5m, reading.Usage.CacheWrite1h));
    }

    [Fact]
    public void Stream_ThinkingAndToolUse_AreOutputOfTheirKind()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me see"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_1","name":"lookup","input":{}}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"q\":1}"}}""",
            """{"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"srvtoolu_1","name":"web_search","input":{}}}""",
            """{"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result","tool_use_id":"srvtoolu_1","content":[{"type":"web_search_result","title":"t"}]}}""",
            """{"type":"content_block_delta","index":4,"delta":{"type":"citations_delta","citation":{"cited_text":"x"}}}""",
            MessageDelta("""{"output_tokens":90,"output_tokens_details":{"thinking_tokens":40}}""", "tool_use"), MessageStop);

        Assert.Equal(
            [EventClass.None, EventClass.None, EventClass.Output, EventClass.None, Visible, EventClass.None, Visible, Visible, EventClass.None, EventClass.None, EventClass.None, EventClass.Terminal],
            reading.Events);
        Assert.Equal((2, FinishReason.ToolCall, 40L, true), (reading.Facts.ToolCalls, reading.Facts.FinishReason, reading.Usage.Reasoning, reading.Facts.HiddenOutput));
        Assert.Equal("""Let me seelookup{"q":1}web_search""", reading.Text);
    }

    [Fact]
    public void Stream_RedactedThinking_IsHiddenOutput()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start,
            """{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"b64"}}""");

        Assert.Equal((EventClass.Output, true), (reading.Events[1], reading.Facts.HiddenOutput));
    }

    [Fact]
    public void Stream_OverloadedMidStream_IsAnErrorOf529()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start, Text("He"),
            """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":null}""");

        Assert.Equal(EventClass.Error, reading.Events[2]);
        Assert.Equal(("overloaded_error", 529, false), (reading.Facts.ErrorType, reading.Facts.ErrorStatus, reading.Facts.Terminal));
    }

    [Fact]
    public void Stream_CutBeforeAnyCount_KeepsInputAndDropsThePlaceholder()
    {
        var usage = UsageRules.Record(Stream(DialectNames.AnthropicMessages, Start, Text("He")).Facts, complete: false);

        Assert.Equal((UsageSource.ReportedPartial, 7960L, null), (usage.Source, usage.InputTotal, usage.OutputTotal));
    }

    [Fact]
    public void Stream_MembersInAnotherOrderOrSpaced_AreReadAll()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start,
            """{"delta":{"text":"Hi","type":"text_delta"},"index":0,"type":"content_block_delta"}""",
            """{ "type" : "content_block_delta", "index" : 0, "delta" : { "type" : "text_delta", "text" : " you" } }""",
            """{"content_block":{"name":"f","input":{},"type":"tool_use"},"type":"content_block_start"}""");

        Assert.Equal([EventClass.None, Visible, Visible, Visible], reading.Events);
        Assert.Equal(("Hi youf", 1), (reading.Text, reading.Facts.ToolCalls));
    }

    [Fact]
    public void Stream_UnknownEventsAndNullUsageMembers_AreIgnored()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start, """{"type":"brand_new","data":{"text":"no"}}""",
            MessageDelta("""{"output_tokens":null,"input_tokens":null,"server_tool_use":null,"output_tokens_details":null,"cache_creation":null}"""));

        Assert.Equal(EventClass.None, reading.Events[1]);
        Assert.Equal((7960L, 2L), (reading.Usage.InputTotal, reading.Usage.OutputTotal));
    }

    [Fact]
    public void Usage_CompactionPasses_AreAddedToTheTotals()
    {
        var reading = Stream(DialectNames.AnthropicMessages, Start, MessageDelta(
            """{"output_tokens":20,"iterations":[{"type":"compaction","input_tokens":5000,"output_tokens":400,"cache_read_input_tokens":10,"cache_creation_input_tokens":0},{"type":"message","input_tokens":60,"output_tokens":20}]}"""));

        Assert.Equal((12970L, 420L, 7010L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.CacheRead));
    }

    [Fact]
    public void Body_WithEverything_IsReadWhole()
    {
        const string Answer = """
            {"id":"msg_9","type":"message","role":"assistant","model":"claude-sonnet-5",
             "content":[{"type":"thinking","thinking":"Hm","signature":"s"},{"type":"text","text":"Hi"},{"type":"tool_use","id":"toolu_2","name":"lookup","input":{"q":["a",{"b":1}],"n":null}}],
             "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":50,"cache_creation_input_tokens":2000,"cache_read_input_tokens":8000,
              "cache_creation":{"ephemeral_5m_input_tokens":1500,"ephemeral_1h_input_tokens":500},"output_tokens":420,"output_tokens_details":{"thinking_tokens":300},
              "server_tool_use":{"web_search_requests":1,"web_fetch_requests":0},"service_tier":"standard","inference_geo":"us","speed":"fast"}}
            """;
        foreach (var segment in new[] { int.MaxValue, 50, 3 })
        {
            var reading = Body(DialectNames.AnthropicMessages, Answer, segment);

            Assert.Equal((10_050L, 420L, 300L, 1L), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.Reasoning, reading.Usage.WebSearches));
            Assert.Equal(("us", "fast", 1, true), (reading.Facts.InferenceGeo, reading.Facts.Speed, reading.Facts.ToolCalls, reading.Facts.Terminal));
            Assert.Equal("""HmHilookup{"q":["a",{"b":1}],"n":null}""", reading.Text);
            Assert.Equal(UsageSource.Reported, UsageRules.Record(reading.Facts, complete: true).Source);
        }
    }

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_1"}""", "overloaded_error", 529)]
    [InlineData("""{"type":"error","error":{"type":"rate_limit_error","message":"slow","details":{"error_code":"enforced_spend_limit_reached"}}}""", "enforced_spend_limit_reached", 429)]
    [InlineData("""{"type":"error","error":{"type":"request_too_large","message":"big"}}""", "request_too_large", 413)]
    public void Body_Error_GivesWordAndStatus(string body, string word, int status)
    {
        var facts = Body(DialectNames.AnthropicMessages, body).Facts;

        Assert.Equal((word, status), (facts.ErrorType, facts.ErrorStatus));
    }

    [Theory]
    [InlineData("end_turn", FinishReason.Stop)]
    [InlineData("stop_sequence", FinishReason.Stop)]
    [InlineData("max_tokens", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", FinishReason.Length)]
    [InlineData("tool_use", FinishReason.ToolCall)]
    [InlineData("refusal", FinishReason.ContentFilter)]
    [InlineData("pause_turn", FinishReason.Pause)]
    [InlineData("compaction", FinishReason.Pause)]
    [InlineData("from_the_future", FinishReason.Unknown)]
    public void FinishReason_IsNormalisedAndKept(string word, FinishReason expected)
    {
        var facts = Stream(DialectNames.AnthropicMessages, MessageDelta("{}", word)).Facts;

        Assert.Equal((word, expected), (facts.FinishReasonRaw, facts.FinishReason));
    }

    [Fact]
    public void ReadEvent_TextDeltas_AllocateNothing()
    {
        var dialect = DialectDetector.ByName(DialectNames.AnthropicMessages)!;
        var facts = new ResponseFacts();
        var text = System.Text.Encoding.UTF8.GetBytes(Text("token "));
        dialect.ReadEvent(new WireEvent(default, text), facts);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            dialect.ReadEvent(new WireEvent(default, text), facts);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
