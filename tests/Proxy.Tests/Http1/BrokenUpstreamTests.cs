using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>An upstream that breaks HTTP's rules gets no answer through that could be taken for a good one.</summary>
public sealed class BrokenUpstreamTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Chunked = Ok + "Transfer-Encoding: chunked\r\n\r\n";

    [Theory]
    [InlineData("garbage", "what is this\r\n\r\n")]
    [InlineData("an empty line first", "\r\n" + Ok + "Content-Length: 2\r\n\r\nhi")]
    [InlineData("HTTP/2.0", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("lower-case protocol", "http/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("letters in the status", "HTTP/1.1 2x0 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("no status", "HTTP/1.1 \r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("two digits", "HTTP/1.1 20 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("negative length", Ok + "Content-Length: -1\r\n\r\nhi")]
    [InlineData("signed length", Ok + "Content-Length: +2\r\n\r\nhi")]
    [InlineData("hexadecimal length", Ok + "Content-Length: 0x2\r\n\r\nhi")]
    [InlineData("length in words", Ok + "Content-Length: two\r\n\r\nhi")]
    [InlineData("empty length", Ok + "Content-Length: \r\n\r\nhi")]
    [InlineData("huge length", Ok + "Content-Length: 99999999999999999999\r\n\r\nhi")]
    [InlineData("two lengths", Ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nhi!")]
    [InlineData("two lengths in one line", Ok + "Content-Length: 2, 3\r\n\r\nhi!")]
    [InlineData("a line without a colon", Ok + "garbage\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("a header without a name", Ok + ": v\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("a space in a name", Ok + "X A: v\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("a bracket in a name", Ok + "X(A): v\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("a fold before the first header", Ok + "  X-A: v\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("a control character in a value", Ok + "X-A: a\u0001b\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("DEL in a value", Ok + "X-A: a\u007fb\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("NUL in a name", Ok + "X\0A: v\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("NUL in the status line", "HTTP/1.1 2\00 OK\r\nContent-Length: 2\r\n\r\nhi")]
    public async Task BrokenHead_Is502_AndItsBytesReachNobody(string what, string bytes)
    {
        await using var setup = await WireSetup.AnsweringAsync(bytes);

        var response = await setup.GetAsync();

        Assert.True(response.Status == 502, what + ": " + response.Head);
        Assert.Equal(["sentinel_upstream_unreachable"], response.Header("x-sentinel-error"));
        Assert.Empty(response.Header("X-A"));
        var row = await setup.Proxy.RowAsync();
        Assert.Equal((ExchangeOutcome.UpstreamAborted, 502), (row.Outcome, row.Status));
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    [Theory]
    [InlineData("HTTP/1.1 2")]
    [InlineData(Ok)]
    [InlineData(Ok + "Content-Le")]
    [InlineData(Ok + "Content-Length: 2\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    public async Task EndInTheHead_Is502(string bytes)
    {
        await using var setup = await WireSetup.AnsweringAsync(bytes, close: true);

        Assert.Equal(502, (await setup.GetAsync()).Status);
        var row = await setup.Proxy.RowAsync();
        Assert.Equal((ExchangeOutcome.UpstreamAborted, 502), (row.Outcome, row.Status));
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    [Theory]
    [InlineData("a size that is no number", "zz\r\nhi\r\n0\r\n\r\n")]
    [InlineData("an empty size", "\r\n0\r\n\r\n")]
    [InlineData("a negative size", "-2\r\nhi\r\n0\r\n\r\n")]
    [InlineData("a size with a prefix", "0x2\r\nhi\r\n0\r\n\r\n")]
    [InlineData("a size too large for any number", "fffffffffffffffff\r\nhi\r\n0\r\n\r\n")]
    [InlineData("no line end after the data", "2\r\nhiXX0\r\n\r\n")]
    [InlineData("more data than the size says", "1\r\nhi\r\n0\r\n\r\n")]
    [InlineData("a trailer without a colon", "0\r\nnonsense\r\n\r\n")]
    public async Task BrokenChunk_CutsTheAnswer(string what, string rest)
    {
        var (response, row, next) = await AfterAChunkAsync(request => request.SendAsync(rest));

        Assert.False(response.Complete, what);
        Assert.Equal((ExchangeOutcome.UpstreamAborted, 200), (row.Outcome, row.Status));
        Assert.Equal("next", next.Text);
    }

    [Theory]
    [InlineData("before a size", "")]
    [InlineData("in a size", "1")]
    [InlineData("after a size", "9\r\n")]
    [InlineData("in the data", "9\r\nabc")]
    [InlineData("after the data", "3\r\nabc")]
    [InlineData("in the end mark", "0\r\n")]
    [InlineData("in a trailer", "0\r\nx-t: 1\r\n")]
    public async Task EndOfTheConnectionInAChunkedBody_CutsTheAnswer(string where, string rest)
    {
        var (response, row, next) = await AfterAChunkAsync(async request =>
        {
            await request.SendAsync(rest);
            request.Close = true;
        });

        Assert.False(response.Complete, where);
        Assert.Equal((ExchangeOutcome.UpstreamAborted, 200), (row.Outcome, row.Status));
        Assert.Equal("next", next.Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678")]
    public async Task EndOfTheConnectionBeforeTheContentLength_CutsTheAnswer(string body)
    {
        await using var setup = await WireSetup.AnsweringAsync($"{Ok}Content-Length: 9\r\n\r\n{body}", close: true);

        var response = await setup.GetAsync();

        Assert.True(response.Status == 502 || !response.Complete);
        Assert.Equal(ExchangeOutcome.UpstreamAborted, (await setup.Proxy.RowAsync()).Outcome);
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 0")]
    public async Task ChunkedAndALength_ChunkedCounts_AndTheClientSeesNoLength(string headers)
    {
        await using var setup = await WireSetup.AnsweringAsync($"{Ok}{headers}\r\n\r\n2\r\nhi\r\n0\r\n\r\n");

        var response = await setup.GetAsync();

        Assert.Equal("hi", response.Text);
        Assert.Empty(response.Header("Content-Length"));
        Assert.Equal(["chunked"], response.Header("Transfer-Encoding"));
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    [Theory]
    [InlineData("Transfer-Encoding: CHUNKED")]
    [InlineData("transfer-encoding:chunked")]
    [InlineData("Transfer-Encoding: gzip, chunked")]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked")]
    public async Task ChunkedAsTheLastCoding_IsReadAsChunks(string header)
    {
        await using var setup = await WireSetup.AnsweringAsync($"{Ok}{header}\r\n\r\n2\r\nhi\r\n0\r\n\r\n");

        var response = await setup.GetAsync();

        Assert.Equal("hi", response.Text);
        Assert.Equal(["chunked"], response.Header("Transfer-Encoding"));
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    /// <summary>An answer that breaks once its client has seen the head and a first chunk.</summary>
    private static async Task<(RawResponse Response, Exchange Row, RawResponse Next)> AfterAChunkAsync(Func<WireRequest, Task> rest)
    {
        var seen = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            if (request.Target != WireSetup.Path)
            {
                await request.SendAsync(WireSetup.Answer("next"));
                return;
            }

            await request.SendAsync(Chunked + "5\r\nfirst\r\n");
            await seen.Task;
            await rest(request);
        });
        await setup.Client.GetAsync(WireSetup.Path);
        var head = await setup.Client.ReadHeadAsync();
        await setup.Client.ReadUntilAsync("5\r\nfirst\r\n");
        seen.SetResult();
        var response = await setup.Client.ReadBodyAsync(head);
        return (response, await setup.Proxy.RowAsync(), await setup.NextAsync());
    }

    /// <summary>On plain calls, and over .NET's HTTP client as calls go whose connections are limited.</summary>
    [Theory]
    [InlineData("a size that is no number", "zz\r\nhi\r\n0\r\n\r\n", true)]
    [InlineData("a size that is no number", "zz\r\nhi\r\n0\r\n\r\n", false)]
    [InlineData("no line end after the data", "2\r\nhiXX0\r\n\r\n", true)]
    [InlineData("no line end after the data", "2\r\nhiXX0\r\n\r\n", false)]
    [InlineData("a trailer without a colon", "0\r\nnonsense\r\n\r\n", true)]
    [InlineData("a trailer without a colon", "0\r\nnonsense\r\n\r\n", false)]
    public async Task BrokenFirstChunk_AfterTheHeadHasGone_CutsTheAnswer(string what, string rest, bool plain)
    {
        var seen = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            await request.SendAsync(Chunked);
            await seen.Task;
            await request.SendAsync(rest);
        }, upstream => upstream.HttpClient = ByClient(plain));

        await setup.Client.GetAsync(WireSetup.Path);
        var head = await setup.Client.ReadHeadAsync();
        seen.SetResult();
        var response = await setup.Client.ReadBodyAsync(head);

        Assert.False(response.Complete, what);
        Assert.Equal(ExchangeOutcome.UpstreamAborted, (await setup.Proxy.RowAsync()).Outcome);
    }

    [Fact]
    public async Task ChunkSizeBeyondALong_CutsTheAnswer()
    {
        await using var setup = await WireSetup.AnsweringAsync(Chunked + "ffffffffffffffff\r\nhi\r\n0\r\n\r\n");

        var response = await setup.GetAsync();

        Assert.True(response.Status == 502 || !response.Complete);
    }

    [Fact]
    public async Task UnaskedSwitchOfProtocols_Is502()
    {
        await using var setup = await WireSetup.AnsweringAsync("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");

        Assert.Equal(502, (await setup.GetAsync()).Status);
    }

    [Fact]
    public async Task BrokenFirstChunk_OfAnAnswerWithTrailers_Is502()
    {
        await using var setup = await WireSetup.AnsweringAsync(Ok + "Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\nzz\r\n");

        var response = await setup.GetAsync();

        Assert.Equal(502, response.Status);
        Assert.True(response.Complete);
        Assert.Equal(502, (await setup.Proxy.RowAsync()).Status);
    }

    private static HttpClientOptions ByClient(bool plain) => new() { MaxConnectionsPerServer = plain ? 0 : 8 };
}
