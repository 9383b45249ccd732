using System.Text;
using LlmSentinel.Bench.SideBySide.Net;

namespace LlmSentinel.Bench.Tests.Net;

public class ResponseParserTests
{
    private const string Counted = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-length: 11\r\nX: y\r\n\r\nhello world";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n5;ext=1\r\nworld\r\n0\r\n\r\n";

    public static TheoryData<string> Both => [Counted, Chunked];

    [Theory]
    [MemberData(nameof(Both))]
    public void Feed_CutAnywhere_FindsTheBodyAndItsEnd(string response)
    {
        var bytes = Encoding.ASCII.GetBytes(response);
        for (var cut = 1; cut < bytes.Length; cut++)
        {
            var parser = new ResponseParser();
            var body = new StringBuilder();
            void Body(ReadOnlySpan<byte> data) => body.Append(Encoding.ASCII.GetString(data));

            Assert.False(parser.Feed(bytes.AsSpan(0, cut), Body));
            Assert.True(parser.Feed(bytes.AsSpan(cut), Body));
            Assert.Equal("hello world", body.ToString());
            Assert.Equal(11, parser.BodyBytes);
            Assert.Equal(200, parser.Status);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public void Feed_ByteByByteAndAgain_FindsEachResponse(string response)
    {
        var parser = new ResponseParser();
        for (var again = 0; again < 2; again++)
        {
            parser.Reset();
            var done = Encoding.ASCII.GetBytes(response).Select(value => parser.Feed([value], null)).ToList();
            Assert.Equal(done.Count - 1, done.IndexOf(true));
        }
    }

    [Fact]
    public void Feed_BytesBehindTheEnd_AreRefused() =>
        Assert.Throws<InvalidDataException>(() => new ResponseParser().Feed(Encoding.ASCII.GetBytes(Counted + "!"), null));

    [Fact]
    public void Feed_NoLength_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => new ResponseParser().Feed("HTTP/1.1 200 OK\r\n\r\n"u8, null));

    [Fact]
    public void Feed_ChunkSizeThatIsNone_IsRefused() =>
        Assert.Throws<InvalidDataException>(() =>
            new ResponseParser().Feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello"u8, null));
}
