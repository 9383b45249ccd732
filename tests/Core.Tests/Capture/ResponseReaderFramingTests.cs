using System.Text;
using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Tests.Wire.Framing;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class ResponseReaderFramingTests
{
    private const string Events = "data: {\"think\":1}\n\ndata: {\"say\":2}\n\ndata: [DONE]\n\n";
    private const string Lines = "{\"think\":1}\n{\"say\":2}\n{\"DONE\":true}\n";

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("text/event-stream; charset=utf-8")]
    [InlineData("Text/Event-Stream;charset=utf-8")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    [InlineData("application/x-ndjson")]
    [InlineData("application/octet-stream")]
    [InlineData(null)]
    public void ServerSentEvents_UnderAnyContentType_AreReadAsEvents(string? type)
    {
        for (var cut = 0; cut < 12; cut++)
        {
            var read = Reading.Of(type, Events, cut);
            Assert.Equal(["{\"think\":1}", "{\"say\":2}", "[DONE]"], read.Dialect.Events);
            Assert.True(read.Streamed);
            Assert.True(read.Terminal);
            Assert.Equal(3, read.Events);
            Assert.Equal(ObservationGap.None, read.Gap);
        }
    }

    [Theory]
    [InlineData("application/x-ndjson")]
    [InlineData("application/jsonl; charset=utf-8")]
    [InlineData("application/stream+json")]
    [InlineData("text/plain")]
    [InlineData("text/event-stream")]
    [InlineData(null)]
    public void JsonLines_UnderAnyContentTypeButJson_AreReadAsEventsAtTheTimeTheyCame(string? type)
    {
        var read = Reading.Of(type, Lines, 5, 15, 20);
        Assert.Equal(["{\"think\":1}", "{\"say\":2}", "{\"DONE\":true}"], read.Dialect.Events);
        Assert.True(read.Streamed);
        Assert.Equal((2000, 2000, 4000), (read.Clock.FirstEvent, read.Clock.FirstOutput, read.Clock.FirstAnswer));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/problem+json")]
    [InlineData("text/plain")]
    [InlineData("text/event-stream")]
    [InlineData(null)]
    public void OneJsonObject_UnderAnyContentType_IsReadAsABody(string? type)
    {
        const string json = "{\n  \"error\": {\n    \"message\": \"say data: x\"\n  }\n}\n";
        for (var cut = 0; cut < json.Length; cut++)
        {
            var read = Reading.Of(type, json, cut);
            Assert.Equal([json], read.Dialect.Bodies);
            Assert.Empty(read.Dialect.Events);
            Assert.False(read.Streamed);
            Assert.Null(read.Clock.FirstEvent);
            Assert.True(read.Terminal);
            Assert.Equal(ObservationGap.None, read.Gap);
        }
    }

    [Fact]
    public void JsonArray_OfGemini_IsReadElementByElement()
    {
        byte[][] pieces = ["[{\"say\""u8.ToArray(), ":1}"u8.ToArray(), "\n,\r\n{\"DONE\":1}"u8.ToArray(), "]"u8.ToArray()];
        var read = Reading.Of(new ResponseHead(200, "application/json; charset=UTF-8", null, null), DialectNames.Gemini, pieces);
        Assert.Equal(["{\"say\":1}", "{\"DONE\":1}"], read.Dialect.Events);
        Assert.Equal(2000, read.Clock.FirstEvent);
        Assert.True(read.Terminal);
    }

    [Fact]
    public void JsonArray_WithoutItsBracket_IsNotComplete()
    {
        var read = Reading.Of(new ResponseHead(200, "application/json", null, null), DialectNames.Gemini, ["[{\"DONE\":1}"u8.ToArray()]);
        Assert.Equal(["{\"DONE\":1}"], read.Dialect.Events);
        Assert.False(read.Terminal);
    }

    [Fact]
    public void JsonArray_OfAnyOtherDialect_IsABody() =>
        Assert.Equal(["[[0.1,0.2]]"], Reading.Of("application/json", "[[0.1,0.2]]").Dialect.Bodies);

    [Fact]
    public void Frames_OfBedrock_AreReadWithTheirNames()
    {
        byte[] stream = [.. EventStreamFrames.Event("messageStart", "{}"), .. EventStreamFrames.Event("contentBlockDelta", "{\"say\":1}")];
        for (var cut = 0; cut < stream.Length; cut++)
        {
            var read = Reading.Of("application/vnd.amazon.eventstream", null, stream, cut);
            Assert.Equal(["messageStart|{}", "contentBlockDelta|{\"say\":1}"], read.Dialect.Events);
        }
    }

    [Fact]
    public void Frames_WithADamagedOne_AreReadAndMarkedMalformed()
    {
        var bad = EventStreamFrames.Event("contentBlockDelta", "{}");
        bad[^1] ^= 1;
        var read = Reading.Of("application/vnd.amazon.eventstream", null, [.. bad, .. EventStreamFrames.Event("metadata", "{}")]);
        Assert.Equal(["metadata|{}"], read.Dialect.Events);
        Assert.Equal(ObservationGap.Malformed, read.Gap);
    }

    [Fact]
    public void LeadingBlankLinesAndComments_DoNotStartTheClock()
    {
        byte[][] pieces = ["\n\n"u8.ToArray(), "\r\n \n"u8.ToArray(), ": keep-alive\n\n"u8.ToArray(), "data: {\"say\":1}\n\n"u8.ToArray()];
        var read = Reading.Of(new ResponseHead(200, "text/event-stream", null, null), DialectNames.OpenAIChat, pieces);
        Assert.Equal(4000, read.Clock.FirstEvent);
        Assert.Equal(1, read.Events);
    }

    [Fact]
    public void LeadingBlankLines_BeforeAPlainAnswer_AreNoPartOfIt() =>
        Assert.Equal(["{\"a\":1}"], Reading.Of("application/json", "\n\n\n \r\n{\"a\":1}", 1, 2).Dialect.Bodies);

    [Fact]
    public void ByteOrderMark_SplitOverThreeReads_IsNoPartOfTheFirstEvent()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Events)];
        Assert.Equal(3, Reading.Of("text/event-stream", null, body, 1, 2).Events);
        Assert.Equal("{\"think\":1}", Reading.Of("text/plain", null, body, 1, 2).Dialect.Events[0]);
    }

    [Fact]
    public void EventsOfOneRead_HaveItsTimeAndAreCountedEach()
    {
        var read = Reading.Of("text/event-stream", "data: say\n\ndata: say\n\ndata: say\n\n", 11);
        Assert.Equal(3, read.Clock.OutputChunks);
        Assert.Equal((1000, 2000), (read.Clock.FirstOutput, read.Clock.LastOutput));
        Assert.Equal((500, 1000), (read.Clock.GapMean, read.Clock.GapMax));
    }

    [Fact]
    public void LastEvent_WithoutItsBlankLine_IsReadAndLeavesTheStreamIncomplete()
    {
        var read = Reading.Of("text/event-stream", "data: {\"say\":1}\n\ndata: {\"say\":2}");
        Assert.Equal(2, read.Events);
        Assert.False(read.Terminal);
    }

    [Theory]
    [InlineData("text/html", "<html>Bad gateway</html>", ObservationGap.None)]
    [InlineData("audio/mpeg", "data: {}\n\n", ObservationGap.None)]
    [InlineData("application/octet-stream", "\u0001\u0002", ObservationGap.None)]
    [InlineData("application/json", "<html>", ObservationGap.Malformed)]
    [InlineData("application/json", "{\"a\":", ObservationGap.Malformed)]
    [InlineData("application/json", "", ObservationGap.None)]
    public void Body_WithNothingForUs_IsLeftAlone(string type, string body, ObservationGap gap)
    {
        var read = Reading.Of(type, body);
        Assert.Empty(read.Dialect.Events);
        Assert.False(read.Streamed);
        Assert.Equal(gap, read.Gap);
    }

    [Fact]
    public void Body_ShorterThanItsContentLength_IsNotComplete()
    {
        var read = Reading.Of(new ResponseHead(200, "application/json", null, 100), DialectNames.OpenAIChat, ["{\"a\":1}"u8.ToArray()]);
        Assert.Equal(["{\"a\":1}"], read.Dialect.Bodies);
        Assert.False(read.Terminal);
    }

    [Fact]
    public void Dialect_ThatThrows_StopsTheObservationOnly()
    {
        var read = Reading.Of("text/event-stream", "data: say\n\ndata: throw\n\ndata: say\n\n", 3, 15, 20, 25);
        Assert.Equal(ObservationGap.ObserverFailed, read.Gap);
        Assert.Equal(["say", "throw"], read.Dialect.Events);
    }

    [Fact]
    public void ArbitraryBytes_UnderAnyHead_NeverThrowAndLeakNothing() => Gen.Select(
        Cuts.Of(Gen.OneOf(Gen.Byte, Gen.OneOf("data:{}[]\r\n\"\\ "u8.ToArray())).Array[0, 200]),
        Gen.OneOf("text/event-stream", "application/json", "application/x-ndjson", "application/vnd.amazon.eventstream", "text/plain"),
        Gen.OneOf("", "gzip", "br", "deflate", "zstd", "gzip, br", "identity", "nonsense"),
        Gen.OneOf(DialectNames.Gemini, DialectNames.OpenAIChat)).Sample(t =>
        {
            var ((body, cuts), type, encoding, dialect) = t;
            var read = Reading.Of(new ResponseHead(200, type, encoding, null), dialect, Reading.Pieces(body, cuts), limit: 100);
            Assert.NotEqual(ObservationGap.ObserverFailed, read.Gap);
        }, iter: 5_000);
}
