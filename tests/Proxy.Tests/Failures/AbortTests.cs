using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Tests.Failures;

/// <summary>Whoever breaks off, the other side learns of it at once and the row says who it was.</summary>
public sealed class AbortTests
{
    private const string Chunk = "data: {\"id\":\"chatcmpl-1\",\"model\":\"gpt-5.4\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one two \"}}]}\n\n";

    [Fact]
    public async Task ClientLeavesMidStream_UpstreamIsCancelled_AndTheRowIsEstimated()
    {
        await using var upstream = await EndlessAsync();
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", """{"model":"gpt-5.4","stream":true,"messages":[{"role":"user","content":"go"}]}""");
        await client.ReadUntilAsync("one two ");
        client.Reset();

        await Eventually.CompletesAsync(upstream.Received.Aborted, "the upstream call is aborted");
        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.ClientAborted, row.Outcome);
        Assert.Equal(FinishReason.IncompleteStream, row.FinishReason);
        Assert.Equal(UsageSource.Estimated, row.Usage.Source);
        Assert.Equal(2, row.Usage.OutputTotal);
        Assert.Equal(7, row.Usage.InputTotal);
        Assert.True(row.Usage.OutputIsLowerBound);
    }

    [Fact]
    public async Task ClientLeavesBeforeTheHead_UpstreamIsCancelled()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var received = await upstream.RequestAsync();
        client.Reset();

        await Eventually.CompletesAsync(received.Aborted, "the upstream call is aborted");
        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.ClientAborted, row.Outcome);
        Assert.Equal(0, row.Status);
    }

    [Fact]
    public async Task ClientLeavesMidUpload_UpstreamIsCancelled()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(context => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
        var received = await upstream.RequestAsync();
        client.Reset();

        await Eventually.CompletesAsync(received.Aborted, "the upstream call is aborted");
        Assert.Equal(ExchangeOutcome.ClientAborted, (await proxy.RowAsync()).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UpstreamBreaksOffMidBody_ClientSeesAnAbnormalEnd(bool reset)
    {
        // A reset throws away what the other side has not read yet, so it comes once the chunk is through.
        var through = new TaskCompletionSource();
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            await connection.ReadUntilAsync("\r\n\r\n");
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk.Length:x}\r\n{Chunk}\r\n");
            if (!reset)
                return;
            await through.Task;
            connection.Reset();
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var head = await client.ReadHeadAsync();
        through.SetResult();
        var response = await client.ReadBodyAsync(head);

        Assert.False(response.Complete);
        Assert.True(reset || response.Text == Chunk, response.Text);
        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.UpstreamAborted, row.Outcome);
        Assert.Equal(200, row.Status);
    }

    [Fact]
    public async Task Http10Client_SeesACutAnswerAsBroken()
    {
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            await connection.ReadUntilAsync("\r\n\r\n");
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Chunk.Length:x}\r\n{Chunk}\r\n");
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("GET /v1/chat/completions HTTP/1.0\r\n\r\n");
        await client.ReadToEndAsync();

        Assert.Equal(RawEnd.Reset, client.End);
    }

    [Fact]
    public async Task UploadCutByItsClient_IsTheClientsAbort()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(context => Task.CompletedTask);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf");
        await upstream.RequestAsync();
        client.ShutdownSend();

        Assert.Equal(ExchangeOutcome.ClientAborted, (await proxy.RowAsync()).Outcome);
    }

    [Fact]
    public async Task StreamWithoutItsTerminalMarker_IsIncomplete_EvenWhenTheConnectionClosedCleanly()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync(Chunk, "text/event-stream");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var response = await client.ReadResponseAsync();

        Assert.True(response.Complete);
        var row = await proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.UpstreamAborted, row.Outcome);
        Assert.Equal(FinishReason.IncompleteStream, row.FinishReason);
    }

    private static Task<ScriptedUpstream> EndlessAsync() => ScriptedUpstream.StartAsync(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Chunk);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    });
}
