using System.Globalization;
using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>Where an answer ends is read as HTTP/1.1 says, however the network cuts it, and the next call finds the connection in order.</summary>
public sealed class ResponseFramingTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData(Ok + "Content-Type: text/plain\r\nX-A: 1\r\nContent-Length: 5\r\nX-B: 2\r\n\r\nhello")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + Ok + "X-A: 1\r\nTransfer-Encoding: chunked\r\nX-B: 2\r\n\r\n1;e=\"1\"\r\nh\r\n004\r\nello\r\n0;z\r\nx-t: 1\r\n\r\n")]
    public async Task Answer_CutAtAnyByte_IsTheSameAnswer(string answer)
    {
        RawHttpClient? other = null;
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            if (!request.Target.StartsWith(WireSetup.Path, StringComparison.Ordinal))
            {
                await request.SendAsync(WireSetup.Answer("next"));
                return;
            }

            var at = int.Parse(request.Target.Split('=')[1], CultureInfo.InvariantCulture);
            await request.SendAsync(answer[..at]);

            // A whole call in between: by its end the proxy has read what was there, so that the parts are two reads.
            await other!.GetAsync("/v1/next");
            await other.ReadResponseAsync();
            await request.SendAsync(answer[at..]);
        });
        other = await setup.ConnectAsync();
        await using var _ = other;

        for (var at = 1; at < answer.Length; at++)
        {
            await setup.Client.GetAsync($"{WireSetup.Path}?at={at}");
            var response = await setup.Client.ReadResponseAsync();

            Assert.Equal((at, 200, "hello", true), (at, response.Status, response.Text, response.Complete));
            Assert.Equal(["1"], response.Header("X-A"));
            Assert.Equal(["2"], response.Header("X-B"));
        }

        Assert.Equal(2, setup.Upstream.Connections);
    }

    [Fact]
    public async Task Answer_InSegmentsOfOneByte_IsTheSameAnswer()
    {
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            foreach (var c in Ok + "X-A: 1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
                await request.SendAsync(c.ToString());
        });

        for (var i = 0; i < 2; i++)
            Assert.Equal("hello", (await setup.GetAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("extensions", "2;a=b;c=\"d;e\"\r\nhi\r\n0;x\r\n\r\n", "hi")]
    [InlineData("upper-case hex", "1A\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("lower-case hex", "1a\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\n\r\n", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("leading zeros", "00000000000000000002\r\nhi\r\n000\r\n\r\n", "hi")]
    [InlineData("space after the size", "2 \r\nhi\r\n0\r\n\r\n", "hi")]
    [InlineData("CRLF as data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n")]
    [InlineData("an end mark as data", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n")]
    [InlineData("nothing", "0\r\n\r\n", "")]
    [InlineData("trailers nobody announced", "2\r\nhi\r\n0\r\nx-t: 1\r\nx-u: 2\r\n\r\n", "hi")]
    public async Task ChunkedBody_IsReadToItsEnd(string what, string body, string expected)
    {
        await using var setup = await WireSetup.AnsweringAsync(Chunked + body);

        var response = await setup.GetAsync();

        Assert.True(response.Complete, what);
        Assert.Equal(expected, response.Text);
        Assert.Equal("", response.Trailers);
        Assert.Single(response.HeaderLines, line => line.StartsWith("Transfer-Encoding:", StringComparison.Ordinal) || line.StartsWith("Content-Length:", StringComparison.Ordinal));
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Fact]
    public async Task ChunkedBody_OfManyChunksInOneSegment_IsReadToItsEnd()
    {
        var pieces = Enumerable.Range(0, 3000).Select(i => new string((char)('a' + (i % 26)), 1 + (i % 40))).ToArray();
        await using var setup = await WireSetup.AnsweringAsync(
            $"{Chunked}{string.Concat(pieces.Select(piece => $"{piece.Length:x}\r\n{piece}\r\n"))}0\r\n\r\n");

        Assert.Equal(string.Concat(pieces), (await setup.GetAsync()).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("", "0")]
    [InlineData("hi", "2")]
    [InlineData("hi", "002")]
    public async Task ContentLength_IsTheBodysLength(string body, string length)
    {
        await using var setup = await WireSetup.AnsweringAsync($"{Ok}Content-Length: {length}\r\n\r\n{body}");

        var response = await setup.GetAsync();

        Assert.Equal(body, response.Text);
        Assert.Equal(body.Length, int.Parse(Assert.Single(response.Header("Content-Length")), CultureInfo.InvariantCulture));
        Assert.Empty(response.Header("Transfer-Encoding"));
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Fact]
    public async Task ContentLength_OfALargeBody_IsTheBodysLength()
    {
        var body = string.Create(3 << 20, 7, static (span, seed) =>
        {
            var random = new Random(seed);
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)random.Next(256);
        });
        await using var setup = await WireSetup.AnsweringAsync($"{Ok}Content-Length: {body.Length}\r\n\r\n{body}");

        var response = await setup.GetAsync();

        Assert.Equal(body, System.Text.Encoding.Latin1.GetString(response.Body));
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.0 200 OK\r\n\r\nhi", "hi")]
    [InlineData("HTTP/1.0 200 OK\r\n\r\n", "")]
    [InlineData("HTTP/1.1 200 OK\r\nX-A: 1\r\n\r\nhi", "hi")]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhi", "hi")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nhi", "hi")]
    public async Task BodyWithoutALength_EndsWithTheConnection(string answer, string expected)
    {
        await using var setup = await WireSetup.AnsweringAsync(answer, close: true);

        var response = await setup.GetAsync();

        Assert.True(response.Complete);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response.Head);
        Assert.Equal(expected, response.Text);
        Assert.Equal(ExchangeOutcome.Ok, (await setup.Proxy.RowAsync()).Outcome);
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    [Fact]
    public async Task Http10WithKeepAlive_KeepsTheConnection()
    {
        await using var setup = await WireSetup.AnsweringAsync("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nhi");

        Assert.Equal("hi", (await setup.GetAsync()).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("GET", "304 Not Modified", "Content-Length: 5")]
    [InlineData("GET", "304 Not Modified", "Transfer-Encoding: chunked")]
    [InlineData("GET", "204 No Content", "X-A: 1")]
    [InlineData("HEAD", "200 OK", "Content-Length: 5")]
    [InlineData("HEAD", "404 Not Found", "Content-Length: 5")]
    [InlineData("HEAD", "200 OK", "X-A: 1")]
    [InlineData("HEAD", "200 OK", "Transfer-Encoding: chunked")]
    public async Task AnswerThatHasNoBody_EndsWithItsHead(string method, string status, string header)
    {
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 {status}\r\n{header}\r\n\r\n");

        await setup.Client.SendAsync($"{method} {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n\r\n");
        var response = await setup.Client.ReadResponseAsync(toHeadRequest: true);
        await setup.Client.GetAsync("/v1/next");

        Assert.StartsWith($"HTTP/1.1 {status}\r\n", response.Head);
        if (!header.StartsWith("Transfer", StringComparison.Ordinal))
            Assert.Contains(header, response.HeaderLines);
        Assert.Equal("next", (await setup.Client.ReadResponseAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Fact]
    public async Task NoContentWithALength_IsNoContent()
    {
        await using var setup = await WireSetup.AnsweringAsync("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n");

        Assert.Equal(204, (await setup.GetAsync()).Status);
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Fact]
    public async Task TrailersThatSaySomethingOfTheFraming_DoNotPass()
    {
        await using var setup = await WireSetup.AnsweringAsync(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nhi\r\n0\r\nContent-Length: 9\r\nX-T: 1\r\nTransfer-Encoding: gzip\r\n\r\n");

        await setup.Client.GetAsync(WireSetup.Path);
        await setup.Client.ReadHeadAsync();

        Assert.Equal("2\r\nhi\r\n0\r\nX-T: 1\r\n\r\n", Encoding.Latin1.GetString(await setup.Client.ReadUntilAsync("\r\n\r\n")));
    }
}
