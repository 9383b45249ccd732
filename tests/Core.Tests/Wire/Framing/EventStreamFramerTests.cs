using System.Buffers.Binary;
using System.IO.Hashing;
using CsCheck;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Tests.Wire.Framing;

public sealed class EventStreamFramerTests
{
    private const BodyKind Frames = BodyKind.EventStream;

    private static readonly Gen<(string Type, string Payload)[]> Messages = Gen.Select(
        Gen.OneOf("messageStart", "contentBlockDelta", "metadata", ""), Gen.String[0, 60]).Array[0, 6];

    [Fact]
    public void AnyFrames_CutAnywhere_GiveTheirEvents() =>
        (from messages in Messages
         let stream = messages.SelectMany(m => EventStreamFrames.Event(m.Type, m.Payload)).ToArray()
         from cuts in Gen.Int[0, stream.Length].Array[0, 12]
         select (messages, stream, cuts.Order().ToArray())).Sample((messages, stream, cuts) =>
        {
            var read = Framed.Read(Frames, stream, cuts);
            Assert.Equal(messages.Select(m => m.Type), read.Select(e => e.Name));
            Assert.Equal(messages.Select(m => Latin(m.Payload)), read.Select(e => e.Data));
        }, iter: 5_000);

    [Fact]
    public void Frames_CutAtEveryByte_GiveTheirEvents()
    {
        byte[] stream =
        [
            .. EventStreamFrames.Event("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}"),
            .. EventStreamFrames.Event("messageStop", "{}"),
            .. EventStreamFrames.Event("metadata", "{\"usage\":{}}"),
            .. EventStreamFrames.Exception("throttlingException", "{\"message\":\"slow down\"}"),
            .. EventStreamFrames.Error("InternalError", "a \"quoted\" word"),
        ];
        Assert.Equal(
            [
                new("messageStart", "{\"role\":\"assistant\",\"p\":\"abc\"}"),
                new("messageStop", "{}"),
                new("metadata", "{\"usage\":{}}"),
                new("throttlingException", "{\"message\":\"slow down\"}"),
                new("error", "{\"code\":\"InternalError\",\"message\":\"a \\u0022quoted\\u0022 word\"}"),
            ],
            Framed.ReadAllWays(Frames, stream));
    }

    [Fact]
    public void HeadersOfEveryType_AreSteppedOver()
    {
        byte[] headers =
        [
            1, (byte)'a', 0, 1, (byte)'b', 1, 1, (byte)'c', 2, 9, 1, (byte)'d', 3, 1, 2, 1, (byte)'e', 4, 1, 2, 3, 4,
            1, (byte)'f', 5, 1, 2, 3, 4, 5, 6, 7, 8, 1, (byte)'g', 6, 0, 2, 1, 2, 1, (byte)'h', 8, 1, 2, 3, 4, 5, 6, 7, 8,
            1, (byte)'i', 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
            .. EventStreamFrames.Header(":event-type", "chunk"),
        ];
        Assert.Equal([new("chunk", "x")], Framed.ReadAllWays(Frames, EventStreamFrames.Frame("x"u8.ToArray(), headers)));
    }

    [Fact]
    public void WrongMessageSum_SkipsThatFrameOnly()
    {
        var bad = EventStreamFrames.Event("contentBlockDelta", "{\"x\":1}");
        bad[^6] ^= 1;
        byte[] stream = [.. EventStreamFrames.Event("a", "1"), .. bad, .. EventStreamFrames.Event("b", "2")];
        Assert.Equal([new("a", "1"), new("b", "2")], Framed.ReadAllWays(Frames, stream));
        Assert.Equal(1, Read(stream).Skipped);
    }

    [Fact]
    public void WrongPreludeSum_EndsTheReading()
    {
        var bad = EventStreamFrames.Event("b", "2");
        bad[2] ^= 1;
        byte[] stream = [.. EventStreamFrames.Event("a", "1"), .. bad, .. EventStreamFrames.Event("c", "3")];
        Assert.Equal([new("a", "1")], Framed.ReadAllWays(Frames, stream));
        Assert.True(Read(stream).Lost);
    }

    [Fact]
    public void AbsurdLength_WithARightSum_IsSteppedOverWithoutMemory()
    {
        var prelude = new byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, 100_000_000);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(8), Crc32.HashToUInt32(prelude.AsSpan(0, 8)));
        var framer = new EventStreamFramer();
        ReadOnlySpan<byte> bytes = prelude.AsSpan(0, 7);
        Assert.False(framer.TryRead(ref bytes, out _));
        bytes = prelude.AsSpan(7);
        Assert.False(framer.TryRead(ref bytes, out _));
        var filler = new byte[1_000_000];
        for (var left = 100_000_000 - 12; left > 0; left -= filler.Length)
        {
            bytes = filler.AsSpan(0, Math.Min(left, filler.Length));
            Assert.False(framer.TryRead(ref bytes, out _));
            Assert.InRange(framer.HeldCapacity, 0, 4096);
        }

        bytes = EventStreamFrames.Event("a", "1");
        Assert.True(framer.TryRead(ref bytes, out var e));
        Assert.Equal(new Framed("a", "1"), Framed.Of(e));
        Assert.Equal(1, framer.Skipped);
        framer.Release();
    }

    [Fact]
    public void ArbitraryBytes_NeverThrow() => Cuts.Of(Gen.Byte.Array[0, 100]).Sample(
        (stream, cuts) => Assert.Equal(Framed.Read(Frames, stream), Framed.Read(Frames, stream, cuts)), iter: 5_000);

    [Fact]
    public void ArbitraryHeaders_NeverThrow() => Gen.Byte.Array[0, 60].Sample(
        headers => Assert.InRange(Framed.Read(Frames, EventStreamFrames.Frame("x"u8.ToArray(), headers)).Count, 0, 1), iter: 5_000);

    private static EventStreamFramer Read(byte[] stream)
    {
        var framer = new EventStreamFramer();
        ReadOnlySpan<byte> bytes = stream;
        while (framer.TryRead(ref bytes, out _))
        {
        }

        return framer;
    }

    private static string Latin(string text) => System.Text.Encoding.Latin1.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
