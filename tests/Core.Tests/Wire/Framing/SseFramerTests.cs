using System.Text;
using CsCheck;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Tests.Wire.Framing;

public sealed class SseFramerTests
{
    private const BodyKind Sse = BodyKind.ServerSentEvents;

    private static readonly Gen<byte[]> Streams =
        Gen.OneOf(
            "data: {\"a\":1}", "data:x", "data:  y", "data", "data:", "dat", "datax: 1", ": comment", ":", "event: ping", "event:e", "event",
            "eventual: 1", "id: 7", "retry: 5", "error: {\"code\":500}", "error", "{\"error\":1}", "{", "}", "  \"error\": 1", "unknown: f",
            "data: [DONE]", "data: größe", "\uFEFF", "\uFEFFdata: z", "data: {\"s\":\"\\u0000\"}", "")
            .Select(Gen.OneOf("\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r", "\n\r\n", ""))
            .Array[0, 14]
            .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => p.Item1 + p.Item2))));

    [Fact]
    public void AnyStream_CutAnywhere_ReadsAsTheReference() => Cuts.Of(Streams).Sample(
        (stream, cuts) => Assert.Equal(ReferenceSse.Read(stream), Framed.Read(Sse, stream, cuts)), iter: 5_000);

    [Fact]
    public void AnyStream_CutAtEveryByte_ReadsAsTheReference() => Streams.Sample(
        stream => Assert.Equal(ReferenceSse.Read(stream), Framed.ReadAllWays(Sse, stream)), iter: 300);

    [Fact]
    public void ArbitraryBytes_CutAnywhere_ReadAsTheReference() => Cuts.Of(
        Gen.OneOf(Gen.Byte, Gen.OneOf((byte)'\r', (byte)'\n', (byte)'d', (byte)':', (byte)'{', (byte)' ')).Array[0, 80]).Sample(
        (stream, cuts) => Assert.Equal(ReferenceSse.Read(stream), Framed.Read(Sse, stream, cuts)), iter: 5_000);

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n")]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n")]
    [InlineData("data: a\r\rdata: b\r\r")]
    [InlineData("\uFEFFdata:a\n\r\ndata: b\r\n\n")]
    [InlineData(": keep-alive\n\n\n\ndata: a\n\n: x\ndata: b\nid: 3\n\n")]
    public void LineEnds_OfEveryKindCutAtEveryByte_GiveTwoEvents(string stream) =>
        Assert.Equal([new("", "a"), new("", "b")], Framed.ReadAllWays(Sse, Encoding.UTF8.GetBytes(stream)));

    [Fact]
    public void EventName_WithoutData_DoesNotLeakIntoTheNextEvent() =>
        Assert.Equal([new("", "{\"ok\":1}")], Framed.ReadAllWays(Sse, "event: error\n\ndata: {\"ok\":1}\n\n"u8.ToArray()));

    [Fact]
    public void DataLines_Several_AreJoinedByLf() =>
        Assert.Equal([new("n", "a\n b\n")], Framed.ReadAllWays(Sse, "data: a\nevent: n\ndata:  b\ndata\n\n"u8.ToArray()));

    [Fact]
    public void ErrorField_OfOlderLlamaCpp_IsAnErrorEvent() =>
        Assert.Equal([new("", "{}"), new("error", "{\"code\":500}")],
            Framed.ReadAllWays(Sse, "data: {}\n\nerror: {\"code\":500}\n\n"u8.ToArray()));

    [Fact]
    public void BareJson_BehindEvents_IsAnEvent()
    {
        const string json = "{\n  \"error\": {\n    \"code\": 503\n  }\n}";
        Assert.Equal([new("", "{}"), new("", json)], Framed.ReadAllWays(Sse, Encoding.UTF8.GetBytes("data: {}\r\n\r\n" + json)));
    }

    [Theory]
    [InlineData("data: {\"a\":[1]}", "{\"a\":[1]}")]
    [InlineData("data: {\"a\":[1]}\n", "{\"a\":[1]}")]
    [InlineData("data: [DONE]\r", "[DONE]")]
    [InlineData("data: {\"a\":[1", null)]
    [InlineData("data: half a senten", null)]
    [InlineData("event: x", null)]
    public void LastEvent_WithoutBlankLine_IsGivenOnlyWhenWhole(string tail, string? data)
    {
        var read = Framed.ReadAllWays(Sse, Encoding.UTF8.GetBytes("data: 1\n\n" + tail));
        Assert.Equal(data is null ? [new("", "1")] : [new("", "1"), new("", data)], read);
    }

    [Fact]
    public void Event_OfFiveMegabytes_IsGivenWhole()
    {
        var text = new string('x', 5_000_000);
        var stream = Encoding.UTF8.GetBytes($"data: {{\"b64\":\"{text}\"}}\n\ndata: 2\n\n");
        var events = Framed.Read(Sse, stream, [.. Enumerable.Range(1, stream.Length / 8192).Select(i => i * 8192)]);
        Assert.Equal(2, events.Count);
        Assert.Equal(5_000_010, events[0].Data.Length);
        Assert.Equal("2", events[1].Data);
    }

    [Theory]
    [InlineData("data: ", "\n\n")]
    [InlineData("", "\r\n\r\n")]
    [InlineData("data: a\ndata: b\n", "\n\n")]
    public void Event_LongerThanTheCap_IsSkippedCountedAndBounded(string start, string end)
    {
        var framer = new SseFramer { MaxEventBytes = 1000 };
        var events = new List<Framed>();
        var most = 0;
        void Read(string text)
        {
            ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(text);
            while (framer.TryRead(ref bytes, out var e))
                events.Add(Framed.Of(e));
            most = Math.Max(most, framer.HeldCapacity);
        }

        Read("data: 1\n\n" + start);
        for (var i = 0; i < 1000; i++)
            Read(new string('x', 300));
        Read(end[..^1]);
        Read(end[^1..] + "data: 2\n\n");

        Assert.Equal([new("", "1"), new("", "2")], events);
        Assert.Equal(1, framer.Skipped);
        Assert.InRange(most, 1, 8192);
        framer.Release();
    }
}
