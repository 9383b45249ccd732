using System.Text;
using CsCheck;
using LlmSentinel.Core.Wire.Framing;

namespace LlmSentinel.Core.Tests.Wire.Framing;

public sealed class NdJsonFramerTests
{
    private static readonly Gen<byte[]> Streams =
        Gen.OneOf("{\"a\":1}", "{\"größe\":\"\\n\"}", "{", "x", " ", "", "\t{}", "\uFEFF{}", "[1]")
            .Select(Gen.OneOf("\n", "\r\n", "\n\n", ""))
            .Array[0, 10]
            .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => p.Item1 + p.Item2))));

    [Fact]
    public void AnyStream_CutAnywhere_ReadsAsTheReference() => Cuts.Of(Streams).Sample(
        (stream, cuts) => Assert.Equal(Reference(stream), Framed.Read(BodyKind.NdJson, stream, cuts)), iter: 5_000);

    [Fact]
    public void AnyStream_CutAtEveryByte_ReadsAsTheReference() => Streams.Sample(
        stream => Assert.Equal(Reference(stream), Framed.ReadAllWays(BodyKind.NdJson, stream)), iter: 300);

    [Fact]
    public void LastLine_CutInTheMiddle_IsNotGiven() =>
        Assert.Equal([new("", "{\"done\":false}")], Framed.ReadAllWays(BodyKind.NdJson, "{\"done\":false}\n{\"done\":tr"u8.ToArray()));

    [Fact]
    public void EndlessLine_IsSkippedCountedAndBounded()
    {
        var framer = new NdJsonFramer { MaxEventBytes = 1000 };
        var most = 0;
        for (var i = 0; i < 1000; i++)
        {
            var bytes = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"u8;
            Assert.False(framer.TryRead(ref bytes, out _));
            most = Math.Max(most, framer.HeldCapacity);
        }

        var rest = "\n{}\n"u8;
        Assert.True(framer.TryRead(ref rest, out var e));
        Assert.Equal("{}", Framed.Of(e).Data);
        Assert.Equal(1, framer.Skipped);
        Assert.InRange(most, 1, 4096);
        framer.Release();
    }

    private static List<Framed> Reference(byte[] stream)
    {
        var text = Encoding.Latin1.GetString(stream);
        var lines = text.Split('\n');
        if (lines[0].StartsWith("\u00EF\u00BB\u00BF", StringComparison.Ordinal))
            lines[0] = lines[0][3..];
        var events = lines[..^1].Select(l => l.Trim(' ', '\t', '\r')).Where(l => l.Length > 0).ToList();
        var last = lines[^1].Trim(' ', '\t', '\r');
        if (CompleteJson.Is(Encoding.Latin1.GetBytes(last)))
            events.Add(last);
        return events.ConvertAll(e => new Framed("", e));
    }
}
