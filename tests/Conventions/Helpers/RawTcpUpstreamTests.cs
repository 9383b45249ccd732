using System.Text;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Conventions.Helpers;

public class RawTcpUpstreamTests
{
    [Fact]
    public async Task Answer_GoesOutByteForByte()
    {
        const string answer = "HTTP/1.1 299 Odd\r\nx-a:b\r\nContent-Length: 2\r\n\r\nhi";
        await using var upstream = RawTcpUpstream.Answering(answer);
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);

        await client.GetAsync("/");
        var response = await client.ReadResponseAsync();

        Assert.Equal("HTTP/1.1 299 Odd\r\nx-a:b\r\nContent-Length: 2\r\n\r\n", response.Head);
        Assert.Equal("hi", response.Text);
    }

    [Fact]
    public async Task ChunkedAnswer_IsReadWithItsFramingAndTrailers()
    {
        const string body = "3;ext=1\r\none\r\n3\r\ntwo\r\n0\r\nx-sum: 6\r\n\r\n";
        await using var upstream = RawTcpUpstream.Answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body);
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);

        await client.GetAsync("/");
        var response = await client.ReadResponseAsync();

        Assert.True(response.Complete);
        Assert.Equal("onetwo", response.Text);
        Assert.Equal("x-sum: 6\r\n", response.Trailers);
        Assert.Equal(body, Encoding.Latin1.GetString(response.RawBody));
    }

    [Fact]
    public async Task InformationalAnswers_AreReadOneByOne()
    {
        await using var upstream = RawTcpUpstream.Answering(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);
        await client.GetAsync("/");

        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.ReadHeadAsync());
        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
    }

    [Fact]
    public async Task Reset_IsToldFromAnOrderlyClose()
    {
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            await connection.ReadUntilAsync("\r\n\r\n");
            await connection.SendAsync("HTTP/1.1 200 OK\r\n\r\npart");
            await connection.ReadUntilAsync("go");
            connection.Reset();
        });
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);
        await client.GetAsync("/");
        await client.ReadUntilAsync("part");

        await client.SendAsync("go");
        await client.ReadToEndAsync();

        Assert.Equal(RawEnd.Reset, client.End);
    }
}
