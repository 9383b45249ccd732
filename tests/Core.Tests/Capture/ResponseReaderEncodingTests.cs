using System.Text;
using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class ResponseReaderEncodingTests
{
    private static readonly Gen<byte[][]> Chunks = Gen.OneOf(
        "data: {\"say\":\"größe\"}\n\n", "data: {\"think\":1}\r\n\r\n", ": x\n\n", "event: e\ndata: {\"say\":2}\n\ndata: 3\n\n", "data: [DO", "NE]\n\n")
        .Select(Encoding.UTF8.GetBytes).Array[1, 30];

    public static TheoryData<string, string> Encodings => new()
    {
        { "gzip", "gzip" }, { "GZIP", "gzip" }, { "x-gzip", "gzip" }, { "deflate", "deflate" }, { "deflate", "raw-deflate" }, { "br", "br" },
        { "zstd", "zstd" }, { "identity, gzip", "gzip" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void AnyStream_Encoded_ReadsAsPlainWithTheSameTimes(string header, string encoding) => Chunks.Sample(chunks =>
    {
        var plain = Read(null, chunks);
        var encoded = Read(header, Reading.Encode(encoding, chunks)[..^1]);
        Assert.Equal(plain.Dialect.Events, encoded.Dialect.Events);
        Assert.Equal(plain.Events, encoded.Events);
        Assert.Equal(plain.Terminal, encoded.Terminal);
        Assert.Equal(plain.Streamed, encoded.Streamed);
        Assert.Equal(ObservationGap.None, encoded.Gap);
        Assert.Equal(Moments(plain), Moments(encoded));
    }, iter: 60);

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Body_EncodedAndCutIntoReads_ReadsAsPlain(string header, string encoding)
    {
        var body = Encoding.UTF8.GetBytes("{\"a\":\"" + string.Join(' ', Enumerable.Range(0, 20_000)) + "\"}");
        var encoded = Reading.Encode(encoding, body);
        var read = Reading.Of("application/json", header, encoded, 1, 2, 1000, 20_000);
        Assert.Equal([Encoding.UTF8.GetString(body)], read.Dialect.Bodies);
        Assert.True(read.Terminal);
        Assert.Equal(ObservationGap.None, read.Gap);
    }

    [Fact]
    public void SeveralEncodings_AreUndoneFromRightToLeft()
    {
        var body = Reading.Encode("br", Reading.Encode("raw-deflate", Reading.Encode("gzip", "data: say\n\n"u8.ToArray())));
        Assert.Equal(["say"], Reading.Of("text/event-stream", "gzip, deflate,br", body).Dialect.Events);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("raw-deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Stream_CutShort_GivesWhatCame(string encoding)
    {
        var pieces = Reading.Encode(encoding, ["data: say\n\n"u8.ToArray(), "data: say 2\n\n"u8.ToArray(), "data: [DONE]\n\n"u8.ToArray()]);
        var read = Read(encoding == "raw-deflate" ? "deflate" : encoding, pieces[..2]);
        Assert.Equal(["say", "say 2"], read.Dialect.Events);
        Assert.False(read.Terminal);
        Assert.Equal(ObservationGap.None, read.Gap);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void Body_ThatIsNotInItsEncoding_IsMalformed(string encoding)
    {
        var read = Reading.Of("application/json", encoding, Encoding.UTF8.GetBytes(new string('{', 100) + "\"a\":1}"), 90);
        Assert.Equal(ObservationGap.Malformed, read.Gap);
    }

    [Theory]
    [InlineData("compress")]
    [InlineData("gzip, nonsense")]
    [InlineData("gzip,gzip,gzip,gzip,gzip")]
    public void UnknownEncoding_IsSaid(string encoding)
    {
        var read = Reading.Of("application/json", encoding, "{}"u8.ToArray());
        Assert.Equal(ObservationGap.UnknownEncoding, read.Gap);
        Assert.Empty(read.Dialect.Bodies);
    }

    [Fact]
    public void MediaInAnyEncoding_IsNotCopied() =>
        Assert.Equal(0, Reading.Of("image/png", "gzip", new byte[5000]).BudgetHighWater);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("zstd")]
    public void DecompressionBomb_IsStoppedWithBoundedMemory(string encoding)
    {
        const int limit = 16 * 1024;
        var bomb = Reading.Encode(encoding, [(byte)'{', .. Enumerable.Repeat((byte)' ', 6_000_000)]);
        var read = Reading.Of(
            new ResponseHead(200, "application/json", encoding, null), DialectNames.OpenAIChat, Reading.Pieces(bomb), limit: limit);
        Assert.Equal(ObservationGap.ExchangeLimit, read.Gap);
        Assert.InRange(read.BudgetHighWater, 1, 10 * limit);
    }

    [Fact]
    public void EncodedStream_LongerThanTheLimit_GivesItsBeginning()
    {
        var random = new Random(7);
        var chunks = Enumerable.Range(0, 3000)
            .Select(i => Encoding.UTF8.GetBytes($"data: say {random.NextInt64()} {random.NextInt64()}\n\n")).ToArray();
        var read = Read("gzip", Reading.Encode("gzip", chunks), limit: 8_000);
        Assert.InRange(read.Events, 100, 2_900);
        Assert.Equal(ObservationGap.ExchangeLimit, read.Gap);
    }

    private static Reading Read(string? encoding, IEnumerable<byte[]> pieces, int limit = Reading.Limit) =>
        Reading.Of(new ResponseHead(200, "text/event-stream", encoding, null), DialectNames.OpenAIChat, pieces, limit: limit);

    private static (long?, long?, long?, long?, long?, int) Moments(Reading r) =>
        (r.Clock.FirstEvent, r.Clock.FirstOutput, r.Clock.FirstAnswer, r.Clock.LastOutput, r.Clock.GapMax, r.Clock.OutputChunks);
}
