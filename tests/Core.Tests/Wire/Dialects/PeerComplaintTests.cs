using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

/// <summary>What users of other gateways complain about, as far as reading the wire decides it.</summary>
public sealed class PeerComplaintTests
{
    private static string OpenAI(string choices, string usage = "null", string model = "gpt-5.4") =>
        $$"""{"id":"chatcmpl-1","model":"{{model}}","choices":[{{choices}}],"usage":{{usage}}}""";

    private static string Delta(string text) => $$$"""{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}""";

    private static string AnthropicStart(string usage) =>
        $$$"""{"type":"message_start","message":{"id":"msg_1","model":"claude-sonnet-5","content":[],"usage":{{{usage}}}}}""";

    private static string AnthropicDelta(string usage) => $$$"""{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{{{usage}}}}""";

    [Fact]
    public void StreamWithoutUsage_OfAReasoningModel_IsMarkedAsALowerBound()
    {
        var facts = Stream(DialectNames.OpenAIChat, OpenAI(Delta("short")), "[DONE]").Facts;

        Assert.Equal((false, true), (facts.HasUsage, facts.HiddenOutput));
    }

    [Fact]
    public void StreamWithUsage_OfAReasoningModel_CountsWhatIsHidden()
    {
        var usage = UsageRules.Record(
            Stream(DialectNames.OpenAIChat, OpenAI(Delta("short")),
                OpenAI("", """{"prompt_tokens":10,"completion_tokens":2000,"total_tokens":2010,"completion_tokens_details":{"reasoning_tokens":1990}}"""), "[DONE]").Facts,
            complete: true);

        Assert.Equal((2000L, 1990L, UsageSource.Reported), (usage.OutputTotal, usage.Reasoning, usage.Source));
    }

    [Fact]
    public void AnthropicMessageDelta_WithInputCounts_IsNotDropped()
    {
        var reading = Stream(DialectNames.AnthropicMessages, AnthropicStart("""{"input_tokens":0,"output_tokens":0}"""),
            AnthropicDelta("""{"input_tokens":4000,"cache_read_input_tokens":5000,"cache_creation_input_tokens":33,"output_tokens":12}"""), """{"type":"message_stop"}""");

        Assert.Equal((9033L, 12L), (reading.Usage.InputTotal, reading.Usage.OutputTotal));
    }

    [Fact]
    public void AnthropicMessageDelta_CountingTheCacheApart_IsNotCountedTwice()
    {
        var reading = Stream(DialectNames.AnthropicMessages, AnthropicStart("""{"input_tokens":34000,"output_tokens":1}"""),
            AnthropicDelta("""{"input_tokens":4000,"cache_read_input_tokens":30000,"cache_creation_input_tokens":0,"output_tokens":80}"""));

        Assert.Equal((34000L, 30000L), (reading.Usage.InputTotal, reading.Usage.CacheRead));
    }

    [Fact]
    public void ResponsesStream_UsageInTheLastEvent_IsRead()
    {
        var reading = Stream(DialectNames.OpenAIResponses,
            """{"type":"response.completed","response":{"id":"resp_1","status":"completed","model":"gpt-5.4","usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}}""");

        Assert.Equal((10L, 5L, true), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.Terminal));
    }

    [Fact]
    public void UsageEvent_CountsOnceWithTextAndOnceWithout_NeverAsOutput()
    {
        // Per-token times are made from output events alone.
        var reading = Stream(DialectNames.OpenAIChat, OpenAI(Delta("a")), OpenAI("", """{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}"""), "[DONE]");

        Assert.Equal(1, reading.Events.Count(e => e.HasFlag(EventClass.Output)));
    }

    [Fact]
    public void CumulativeUsageInEveryChunk_IsNotSummed()
    {
        var chunks = Enumerable.Range(1, 24).Select(i => OpenAI(Delta("x"), $$"""{"prompt_tokens":100,"completion_tokens":{{i}},"total_tokens":{{100 + i}}}"""));

        var reading = Stream(DialectNames.OpenAIChat, [.. chunks, "[DONE]"]);

        Assert.Equal((100L, 24L), (reading.Usage.InputTotal, reading.Usage.OutputTotal));
    }

    [Fact]
    public void IdOfAStreamWithUsage_IsNeverEmpty()
    {
        var reading = Stream(DialectNames.OpenAIChat, """{"id":"","model":"","choices":[]}""", OpenAI(Delta("a")),
            """{"id":"","model":"","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""", "[DONE]");

        Assert.Equal("chatcmpl-1", reading.Facts.ResponseId);
    }

    [Fact]
    public void GroqStreamAskedForUsage_HarmsNothing()
    {
        var reading = Stream(DialectNames.OpenAIChat, """{"id":"c","model":"l","choices":[],"usage":null,"x_groq":{"id":"r","usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}}""",
            """{"id":"c","model":"l","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5,"prompt_tokens_details":null}}""", "[DONE]");

        Assert.Equal((3L, 2L, false), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.Malformed));
    }

    [Fact]
    public void StreamThatFailsHalfway_StillHasItsCounts()
    {
        var facts = Stream(DialectNames.AnthropicMessages, AnthropicStart("""{"input_tokens":70,"cache_read_input_tokens":30,"output_tokens":1}"""),
            """{"type":"error","error":{"type":"api_error","message":"m"}}""").Facts;

        var usage = UsageRules.Record(facts, complete: false);

        Assert.Equal((100L, 30L, null, UsageSource.ReportedPartial), (usage.InputTotal, usage.CacheRead, usage.OutputTotal, usage.Source));
    }

    [Fact]
    public void CacheCreationTokens_AreInTheInputOnce()
    {
        var reading = Body(DialectNames.AnthropicMessages,
            """{"id":"m","model":"c","content":[],"usage":{"input_tokens":10,"cache_creation_input_tokens":12000,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":12000,"ephemeral_1h_input_tokens":0},"output_tokens":5}}""");

        Assert.Equal((12010L, 12000L, 12000L, 0L), (reading.Usage.InputTotal, reading.Usage.CacheWrite, reading.Usage.CacheWrite5m, reading.Usage.CacheWrite1h));
    }

    [Fact]
    public void CacheReads_OfAStreamAndOfAPlainAnswer_AreTheSame()
    {
        const string Usage = """{"input_tokens":10,"cache_creation_input_tokens":0,"cache_read_input_tokens":9000,"output_tokens":5}""";
        var stream = Stream(DialectNames.AnthropicMessages, AnthropicStart(Usage), AnthropicDelta("""{"output_tokens":5}"""), """{"type":"message_stop"}""");
        var body = Body(DialectNames.AnthropicMessages, "{\"id\":\"m\",\"model\":\"c\",\"content\":[],\"usage\":" + Usage + "}");

        Assert.Equal(UsageRules.Record(body.Facts, complete: true), UsageRules.Record(stream.Facts, complete: true));
    }

    [Fact]
    public void EmbeddingVectors_AreReadOverAndNotKept()
    {
        var vector = string.Join(',', Enumerable.Range(0, 200_000).Select(i => "0.0123456"));
        var body = Encoding.UTF8.GetBytes($$$"""{"object":"list","data":[{"index":0,"embedding":[{{{vector}}}]}],"model":"e","usage":{"prompt_tokens":8,"total_tokens":8}}""");
        var facts = new ResponseFacts { Text = { Wanted = true } };
        var dialect = DialectDetector.ByName(DialectNames.OpenAIEmbeddings)!;
        dialect.ReadBody(Segments(body, 4096), facts);
        facts.Reset();
        facts.Text.Wanted = true;
        var sequence = Segments(body, 4096);
        var before = GC.GetAllocatedBytesForCurrentThread();

        dialect.ReadBody(sequence, facts);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4096);
        Assert.Equal((8L, true), (facts.Usage.InputTotal, facts.Text.IsEmpty));
    }
}
