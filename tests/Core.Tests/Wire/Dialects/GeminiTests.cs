using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;
using static LlmSentinel.Core.Tests.Wire.Dialects.Reading;

namespace LlmSentinel.Core.Tests.Wire.Dialects;

public sealed class GeminiTests
{
    private static string Chunk(string parts, string usage = "", string finish = "") =>
        $$$"""{"candidates":[{"content":{"parts":[{{{parts}}}],"role":"model"},"index":0{{{finish}}}}]{{{usage}}},"modelVersion":"gemini-3-flash","responseId":"r9"}""";

    private const string Last = ",\"usageMetadata\":{\"promptTokenCount\":300,\"cachedContentTokenCount\":256,\"toolUsePromptTokenCount\":40,\"candidatesTokenCount\":50,\"thoughtsTokenCount\":110,\"totalTokenCount\":500,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":200},{\"modality\":\"AUDIO\",\"tokenCount\":60},{\"modality\":\"DOCUMENT\",\"tokenCount\":9}],\"trafficType\":\"ON_DEMAND_PRIORITY\"}";

    [Fact]
    public void Stream_RunningTotals_TheLastCountsAndSumsHold()
    {
        var reading = Stream(DialectNames.Gemini,
            Chunk("""{"text":"Hm","thought":true}""", ",\"usageMetadata\":{\"promptTokenCount\":300,\"thoughtsTokenCount\":20,\"totalTokenCount\":320}"),
            Chunk("""{"text":"Hi"}""", Last),
            Chunk("""{"text":" you"}""", "", ",\"finishReason\":\"STOP\""));

        Assert.Equal([EventClass.Output, Visible, Visible | EventClass.Terminal], reading.Events);
        Assert.Equal((340L, 256L, 40L, 160L, 110L, 500L),
            (reading.Usage.InputTotal, reading.Usage.CacheRead, reading.Usage.InputTool, reading.Usage.OutputTotal, reading.Usage.Reasoning, reading.Usage.TotalReported));
        Assert.Equal(reading.Usage.TotalReported, reading.Usage.InputTotal + reading.Usage.OutputTotal);
        Assert.Equal((60L, null, "priority"), (reading.Usage.InputAudio, reading.Usage.InputImage, reading.Facts.ServiceTier));
        Assert.Equal(("gemini-3-flash", "r9", "HmHi you", FinishReason.Stop), (reading.Facts.Model, reading.Facts.ResponseId, reading.Text, reading.Facts.FinishReason));
    }

    [Fact]
    public void Stream_ChunkWithoutUsage_ResetsNothing() =>
        Assert.Equal(160, Stream(DialectNames.Gemini, Chunk("""{"text":"a"}""", Last), Chunk("""{"text":"b"}""")).Usage.OutputTotal);

    [Fact]
    public void Stream_CutBeforeFinishReason_IsNotTerminal() =>
        Assert.False(Stream(DialectNames.Gemini, Chunk("""{"text":"a"}""", Last)).Facts.Terminal);

    [Fact]
    public void Usage_ThoughtsOnly_HasNoCandidatesCount()
    {
        var reading = Stream(DialectNames.Gemini, """{"candidates":[{"finishReason":"MAX_TOKENS","index":0}],"usageMetadata":{"promptTokenCount":9,"thoughtsTokenCount":64,"totalTokenCount":73}}""");

        Assert.Equal((9L, 64L, 64L, FinishReason.Length), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Usage.Reasoning, reading.Facts.FinishReason));
        Assert.Equal(EventClass.Terminal, reading.Events[0]);
    }

    [Fact]
    public void Usage_OfALiveAnswer_HasItsOwnName() =>
        Assert.Equal(7, Stream(DialectNames.Gemini, """{"usageMetadata":{"promptTokenCount":3,"responseTokenCount":7,"totalTokenCount":10}}""").Usage.OutputTotal);

    [Fact]
    public void Usage_OfEmbeddings_IsThePromptAlone()
    {
        var reading = Body(DialectNames.Gemini, """{"embedding":{"values":[0.1,0.2]},"usageMetadata":{"promptTokenCount":6,"promptTokenDetails":[{"modality":"TEXT","tokenCount":6}]}}""");

        Assert.Equal((6L, null, true), (reading.Usage.InputTotal, reading.Usage.OutputTotal, reading.Facts.HasUsage));
    }

    [Fact]
    public void BlockedPrompt_At200_IsAContentFilterWithoutOutput()
    {
        const string Blocked = """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":12,"totalTokenCount":12},"modelVersion":"gemini-3-flash"}""";
        var stream = Stream(DialectNames.Gemini, Blocked);
        var body = Body(DialectNames.Gemini, Blocked);

        Assert.Equal([EventClass.Terminal], stream.Events);
        Assert.All([stream, body], r => Assert.Equal(
            ("PROHIBITED_CONTENT", FinishReason.ContentFilter, 12L, null), (r.Facts.FinishReasonRaw, r.Facts.FinishReason, r.Usage.InputTotal, r.Usage.OutputTotal)));
    }

    [Fact]
    public void FunctionCall_IsAToolCallEvenThoughItEndsWithStop()
    {
        var reading = Stream(DialectNames.Gemini,
            Chunk("""{"functionCall":{"name":"lookup","args":{"q":"x \"y\"","n":[1,2]}},"thoughtSignature":"s"}"""),
            Chunk("""{"text":""}""", "", ",\"finishReason\":\"STOP\""));

        Assert.Equal([Visible, EventClass.Terminal], reading.Events);
        Assert.Equal((1, FinishReason.ToolCall, "STOP"), (reading.Facts.ToolCalls, reading.Facts.FinishReason, reading.Facts.FinishReasonRaw));
        Assert.Equal("""lookup{"q":"x "y"","n":[1,2]}""", reading.Text);
    }

    [Theory]
    [InlineData("""{"inlineData":{"mimeType":"image/png","data":"AA"}}""", Visible)]
    [InlineData("""{"executableCode":{"language":"PYTHON","code":"1"}}""", Visible)]
    [InlineData("""{"codeExecutionResult":{"outcome":"OK","output":"1"}}""", EventClass.None)]
    [InlineData("""{"thought":true,"text":"hm"}""", EventClass.Output)]
    [InlineData("""{"thought":false,"text":"hi"}""", Visible)]
    [InlineData("""{"thoughtSignature":"s"}""", EventClass.None)]
    public void Stream_Part_IsClassedByWhatItCarries(string part, EventClass expected) =>
        Assert.Equal([expected], Stream(DialectNames.Gemini, Chunk(part)).Events);

    [Fact]
    public void Stream_ChunkWithoutParts_DoesNotStopTheClock() =>
        Assert.Equal([EventClass.None], Stream(DialectNames.Gemini, """{"candidates":[{"content":{"role":"model"},"index":0}],"usageMetadata":{"promptTokenCount":3}}""").Events);

    [Fact]
    public void Stream_Error_IsReadAsEventAndAsWrappedBody()
    {
        const string Error = """{"error":{"code":503,"message":"m","status":"UNAVAILABLE"}}""";
        var stream = Stream(DialectNames.Gemini, Error);
        var body = Body(DialectNames.Gemini, $"[{Error}]");

        Assert.Equal([EventClass.Error], stream.Events);
        Assert.All([stream, body], r => Assert.Equal(("unavailable", 503), (r.Facts.ErrorType, r.Facts.ErrorStatus)));
    }

    [Fact]
    public void Body_RateLimited_GivesTheWord()
    {
        var facts = Body(DialectNames.Gemini, """{"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34s"}]}}""").Facts;

        Assert.Equal(("resource_exhausted", 429), (facts.ErrorType, facts.ErrorStatus));
    }

    [Theory]
    [InlineData("STOP", FinishReason.Stop)]
    [InlineData("MAX_TOKENS", FinishReason.Length)]
    [InlineData("SAFETY", FinishReason.ContentFilter)]
    [InlineData("RECITATION", FinishReason.ContentFilter)]
    [InlineData("LANGUAGE", FinishReason.ContentFilter)]
    [InlineData("BLOCKLIST", FinishReason.ContentFilter)]
    [InlineData("PROHIBITED_CONTENT", FinishReason.ContentFilter)]
    [InlineData("SPII", FinishReason.ContentFilter)]
    [InlineData("IMAGE_SAFETY", FinishReason.ContentFilter)]
    [InlineData("CONTINUATION", FinishReason.Pause)]
    [InlineData("MALFORMED_FUNCTION_CALL", FinishReason.Error)]
    [InlineData("UNEXPECTED_TOOL_CALL", FinishReason.Error)]
    [InlineData("TOO_MANY_TOOL_CALLS", FinishReason.Error)]
    [InlineData("OTHER", FinishReason.Error)]
    [InlineData("NO_IMAGE", FinishReason.Error)]
    public void FinishReason_IsNormalised(string word, FinishReason expected) =>
        Assert.Equal(expected, Stream(DialectNames.Gemini, Chunk("", "", $",\"finishReason\":\"{word}\"")).Facts.FinishReason);
}
