using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Tests.Failures;

/// <summary>When the upstream gives no answer the sentinel gives one, in the client's own dialect.</summary>
public sealed class SentinelAnswerTests
{
    [Theory]
    [InlineData("/v1/chat/completions", "error.code")]
    [InlineData("/v1/responses", "error.code")]
    [InlineData("/v1/messages", "error.type")]
    [InlineData("/v1beta/models/gemini-3:generateContent", "error.status")]
    [InlineData("/api/chat", "error")]
    [InlineData("/model/m/converse", "message")]
    public async Task UnreachableUpstream_Is502_InTheDialectsShape(string path, string member)
    {
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(DeadAddress());
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync(path, "{}");
        var response = await client.ReadResponseAsync();

        Assert.Equal(502, response.Status);
        Assert.Equal(["application/json"], response.Header("Content-Type"));
        Assert.Equal(["sentinel_upstream_unreachable"], response.Header("x-sentinel-error"));
        var found = JsonDocument.Parse(response.Text).RootElement;
        foreach (var name in member.Split('.'))
            Assert.True(found.TryGetProperty(name, out found), $"{member} in {response.Text}");
        Assert.Contains("LlmSentinel", response.Text, StringComparison.Ordinal);
        Assert.Contains("upstream llm", response.Text, StringComparison.Ordinal);
        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.UpstreamAborted, row.Outcome);
        Assert.Equal(502, row.Status);
        Assert.Equal("sentinel_upstream_unreachable", row.ErrorType);
    }

    [Fact]
    public async Task AnswerToHead_HasNoBody_AndItsStatusIsRecorded()
    {
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(DeadAddress());
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("HEAD /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.Equal(502, (await client.ReadResponseAsync(toHeadRequest: true)).Status);
        Assert.Equal(502, (await proxy.RowAsync()).Status);
    }

    [Fact]
    public async Task UnknownPath_GetsTheShapeOfItsProvider()
    {
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(DeadAddress(), u => u.Preset = "anthropic");
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/something/new", "{}");
        var response = await client.ReadResponseAsync();

        Assert.Equal("error", JsonDocument.Parse(response.Text).RootElement.GetProperty("type").GetString());
    }

    [Fact]
    public async Task BedrocksErrorName_IsTakenFromTheHead()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/json";
            context.Response.Headers["x-amzn-errortype"] = "ValidationException:http://internal.amazon.com/coral/";
            await context.Response.WriteAsync("{\"message\":\"no such model\"}");
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/model/m/converse", "{}");
        await client.ReadResponseAsync();

        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.ClientError, row.Outcome);
        Assert.Contains("validation", row.ErrorType, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task NoHeadWithinTheHeadersTimeout_Is504()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Timeouts = new TimeoutOptions { Headers = TimeSpan.FromMilliseconds(200) });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var response = await client.ReadResponseAsync();

        Assert.Equal(504, response.Status);
        Assert.Equal(["sentinel_upstream_timeout"], response.Header("x-sentinel-error"));
        Assert.Contains("headers timeout", response.Text, StringComparison.Ordinal);
        Assert.Equal(ExchangeOutcome.Timeout, (await proxy.RowAsync()).Outcome);
    }

    [Fact]
    public async Task SilenceLongerThanTheIdleTimeout_CutsTheStream()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {}\n\n");
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Timeouts = new TimeoutOptions { Idle = TimeSpan.FromMilliseconds(200) });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var response = await client.ReadResponseAsync();

        Assert.False(response.Complete);
        Assert.Equal(ExchangeOutcome.Timeout, (await proxy.RowAsync()).Outcome);
    }

    [Fact]
    public async Task StreamThatKeepsMoving_OutlivesTheIdleTimeout_UntilTheTotalOne()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(": keep-alive\n\n");
                await Task.Delay(20, context.RequestAborted);
            }
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Timeouts = new TimeoutOptions
        {
            Idle = TimeSpan.FromMilliseconds(400),
            Total = TimeSpan.FromMilliseconds(1500),
        });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        await client.ReadResponseAsync();

        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.Timeout, row.Outcome);
        Assert.True(row.Timing.Duration > TimeSpan.FromMilliseconds(1400), row.Timing.Duration.ToString());
    }

    [Fact]
    public async Task BrokenChunkedRequest_IsTheClientsFault()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(
            async context => await context.Request.Body.CopyToAsync(Stream.Null), readBodyFirst: false);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        var response = await client.ReadResponseAsync();

        Assert.Equal(400, response.Status);
        Assert.Equal(ExchangeOutcome.ClientError, (await proxy.RowAsync()).Outcome);
    }

    [Fact]
    public async Task ResponseThatIsNoHttp_Is502()
    {
        await using var upstream = RawTcpUpstream.Answering("SSH-2.0-nope\r\n\r\n");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");

        Assert.Equal(502, (await client.ReadResponseAsync()).Status);
    }

    private static Uri DeadAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return new Uri($"http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/");
    }
}
