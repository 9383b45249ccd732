using System.Globalization;
using System.Text;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>A request's body moves as the client sends it, and its answer does not wait for its end.</summary>
public sealed class UploadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EveryPiece_ReachesTheUpstreamBeforeTheNextIsSent(bool chunked)
    {
        // The last byte of each tells that it is there, however it was cut on its way.
        string[] pieces = ["first piece!", "second?", new string('x', 5000) + "#", "last$"];
        var arrived = new SemaphoreSlim(0);
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            await connection.ReadUntilAsync("\r\n\r\n");
            foreach (var piece in pieces)
            {
                await connection.ReadUntilAsync(piece[^1..]);
                arrived.Release();
            }

            if (chunked)
                await connection.ReadUntilAsync("0\r\n\r\n");
            await connection.SendAsync(WireSetup.Answer("done"));
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        var framing = chunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {pieces.Sum(piece => piece.Length)}");
        await client.SendAsync($"POST {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n");
        foreach (var piece in pieces)
        {
            await client.SendAsync(chunked ? $"{piece.Length:x}\r\n{piece}\r\n" : piece);
            Assert.True(await arrived.WaitAsync(client.Deadline), "the piece is upstream");
        }

        if (chunked)
            await client.SendAsync("0\r\n\r\n");

        Assert.Equal("done", (await client.ReadResponseAsync()).Text);
    }

    [Fact]
    public async Task Head_ReachesTheUpstreamBeforeTheBody()
    {
        var seen = new TaskCompletionSource<string>();
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            seen.SetResult(Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n\r\n")));
            await connection.ReadExactlyAsync(2);
            await connection.SendAsync(WireSetup.Answer("done"));
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync($"POST {WireSetup.Path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n");
        Assert.Contains("Content-Length: 2\r\n", await seen.Task.WaitAsync(client.Deadline), StringComparison.Ordinal);
        await client.SendAsync("hi");

        Assert.Equal("done", (await client.ReadResponseAsync()).Text);
    }

    /// <summary>A refusal sent before the upload was read reaches the client, and the connection it came on is not used again.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task EarlyRefusal_OfAnUploadThatIsDrained_ReachesTheClient(bool chunked)
    {
        const int size = 3 << 20;
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            var head = Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n\r\n"));
            if (head.StartsWith("GET", StringComparison.Ordinal))
            {
                await connection.SendAsync(WireSetup.Answer("next"));
                return;
            }

            await connection.SendAsync("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
            await connection.ReadToEndAsync();
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        var framing = chunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {size}");
        await client.SendAsync($"POST {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n{framing}\r\n\r\n{(chunked ? $"{size:x}\r\n" : "")}");
        await client.SendAsync(new byte[size]);
        if (chunked)
            await client.SendAsync("\r\n0\r\n\r\n");
        var response = await client.ReadResponseAsync();

        Assert.Equal((413, "big"), (response.Status, response.Text));
        Assert.Equal(413, (await proxy.RowAsync()).Status);
        await using var other = await RawHttpClient.ConnectAsync(proxy.Address);
        await other.GetAsync("/v1/next");
        Assert.Equal("next", (await other.ReadResponseAsync()).Text);
        Assert.Equal(2, upstream.Connections);
    }

    /// <summary>The upstream reads nothing of the body, answers and closes: what it said is not lost with the rest of the upload.</summary>
    [Fact]
    public async Task EarlyRefusal_ThatClosesInTheMiddleOfTheUpload_ReachesTheClient()
    {
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            await connection.ReadUntilAsync("\r\n\r\n");
            await connection.SendAsync("HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        var upload = client.SendAsync($"POST {WireSetup.Path} HTTP/1.1\r\nHost: x\r\nContent-Length: {3 << 20}\r\n\r\n{new string('a', 3 << 20)}");
        var response = await client.ReadResponseAsync();

        Assert.Equal(413, response.Status);
        Assert.Equal("big", response.Text);
        await upload;
    }

    /// <summary>A client that is still sending slowly is answered, and its connection lives on when it has sent the rest.</summary>
    [Fact]
    public async Task EarlyRefusal_OfASlowUpload_LeavesTheClientsConnection()
    {
        const int pieces = 64;
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            var head = Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n\r\n"));
            await connection.SendAsync(head.StartsWith("GET", StringComparison.Ordinal)
                ? WireSetup.Answer("next")
                : "HTTP/1.1 413 Content Too Large\r\nConnection: close\r\nContent-Length: 3\r\n\r\nbig");
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync($"POST {WireSetup.Path} HTTP/1.1\r\nHost: x\r\nContent-Length: {pieces * 1000}\r\n\r\n");
        var answer = client.ReadResponseAsync();
        for (var i = 0; i < pieces; i++)
        {
            await client.SendAsync(new string('a', 1000));
            await Task.Yield();
        }

        Assert.Equal(413, (await answer).Status);
        await client.GetAsync("/v1/next");
        Assert.Equal("next", (await client.ReadResponseAsync()).Text);
    }
}
