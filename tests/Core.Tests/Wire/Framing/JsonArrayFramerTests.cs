using System.Text;
using System.Text.Json;
using CsCheck;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Tests.Wire.Framing;

public sealed class JsonArrayFramerTests
{
    private static readonly Gen<string> Elements = Gen.OneOf(
        "{}", "{\"a\":[1,2,{\"b\":\"]}\"}]}", "{\"s\":\"\\\"\\\\\"}", "[]", "[[],[{}]]", "1", "-2.5e3", "null", "true", "\"a,]b\"",
        "{\"text\":\"größe\\n\"}", "{ \"error\" : {\"code\":503} }");

    private static readonly Gen<string> Blanks = Gen.OneOf("", " ", "\n", "\r\n", "\t ");

    private static readonly Gen<byte[]> Streams =
        from elements in Elements.Array[0, 8]
        from blanks in Blanks.Array[20]
        select Encoding.UTF8.GetBytes(
            blanks[0] + "[" + string.Join(",", elements.Select((e, i) => blanks[i + 1] + e + blanks[i + 10])) + blanks[9] + "]" + blanks[19]);

    [Fact]
    public void AnyArray_CutAnywhere_GivesItsElements() => Cuts.Of(Streams).Sample(
        (stream, cuts) => Assert.Equal(Reference(stream), Framed.Read(BodyKind.JsonArray, stream, cuts)), iter: 5_000);

    [Fact]
    public void AnyArray_CutAtEveryByte_GivesItsElements() => Streams.Sample(
        stream => Assert.Equal(Reference(stream), Framed.ReadAllWays(BodyKind.JsonArray, stream)), iter: 300);

    [Fact]
    public void AnyArray_CutShort_GivesTheElementsThatCame() =>
        (from stream in Streams from length in Gen.Int[0, stream.Length] select (stream, length)).Sample((stream, length) =>
        {
            var whole = Reference(stream);
            var some = Framed.Read(BodyKind.JsonArray, stream.AsSpan(0, length));
            Assert.Equal(whole[..some.Count], some);
        }, iter: 5_000);

    [Fact]
    public void Object_IsGivenWithItsClosingBrace()
    {
        var framer = new JsonArrayFramer();
        var bytes = "[{\"a\":1}"u8;
        Assert.True(framer.TryRead(ref bytes, out var e));
        Assert.Equal("{\"a\":1}", Framed.Of(e).Data);
        Assert.False(framer.Closed);
        bytes = "\r\n]"u8;
        Assert.False(framer.TryRead(ref bytes, out _));
        Assert.True(framer.Closed);
        framer.Release();
    }

    [Fact]
    public void ArbitraryBytes_NeverThrow() => Cuts.Of(
        Gen.OneOf(Gen.Byte, Gen.OneOf("[]{},\"\\ 1"u8.ToArray())).Array[0, 60]).Sample(
        (stream, cuts) => Assert.Equal(Framed.Read(BodyKind.JsonArray, stream), Framed.Read(BodyKind.JsonArray, stream, cuts)), iter: 5_000);

    [Fact]
    public void BraceTooMany_EndsTheReading() =>
        Assert.Equal([new("", "{\"a\":1}")], Framed.ReadAllWays(BodyKind.JsonArray, "[{\"a\":1}},{\"b\":2}]"u8.ToArray()));

    [Fact]
    public void EndlessElement_IsSkippedCountedAndBounded()
    {
        var framer = new JsonArrayFramer { MaxEventBytes = 1000 };
        ReadOnlySpan<byte> bytes = "[{\"s\":\""u8;
        Assert.False(framer.TryRead(ref bytes, out _));
        var most = 0;
        for (var i = 0; i < 1000; i++)
        {
            bytes = "}}}}}}}}}}]]]]]]]]]]]]]]]]]]]xxxxxxxxxxxxxxxxxxxxx"u8;
            Assert.False(framer.TryRead(ref bytes, out _));
            most = Math.Max(most, framer.HeldCapacity);
        }

        bytes = "\"},{\"b\":2}]"u8;
        Assert.True(framer.TryRead(ref bytes, out var e));
        Assert.Equal("{\"b\":2}", Framed.Of(e).Data);
        Assert.Equal(1, framer.Skipped);
        Assert.InRange(most, 1, 4096);
        framer.Release();
    }

    private static List<Framed> Reference(byte[] stream)
    {
        using var json = JsonDocument.Parse(stream);
        return json.RootElement.EnumerateArray()
            .Select(e => new Framed("", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(e.GetRawText())))).ToList();
    }
}
