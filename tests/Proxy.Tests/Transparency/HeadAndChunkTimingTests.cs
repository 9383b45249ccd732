using System.Text;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Tests.Transparency;

/// <summary>Heads and chunks leave when they arrive.</summary>
public sealed class HeadAndChunkTimingTests
{
    [Fact]
    public async Task Head_ArrivesBeforeTheFirstBodyByte()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            await release.Task;
            await context.Response.WriteAsync("data: [DONE]\n\n");
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var head = await client.ReadHeadAsync();
        release.SetResult();
        var response = await client.ReadBodyAsync(head);

        Assert.Equal(200, response.Status);
        Assert.Equal("data: [DONE]\n\n", response.Text);
    }

    [Theory]
    [InlineData("text/event-stream", "data: {\"n\":1}\n\n")]
    [InlineData("application/x-ndjson", "{\"n\":1}\n")]
    [InlineData("application/json", "[{\"n\":1},")]
    [InlineData("application/vnd.amazon.eventstream", "\0\0\0\u0010binary")]
    public async Task EveryChunk_ReachesTheClientBeforeTheNextIsSent(string contentType, string chunk)
    {
        var seen = new SemaphoreSlim(0);
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = contentType;
            for (var i = 0; i < 5; i++)
            {
                await context.Response.Body.WriteAsync(Encoding.Latin1.GetBytes(chunk));
                await seen.WaitAsync(context.RequestAborted);
            }
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        await client.ReadHeadAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"{chunk.Length:x}", Encoding.Latin1.GetString(await client.ReadUntilAsync("\r\n")).Trim());
            Assert.Equal(chunk + "\r\n", Encoding.Latin1.GetString(await client.ReadExactlyAsync(chunk.Length + 2)));
            seen.Release();
        }
    }

    [Fact]
    public async Task PlainAnswer_LeavesInOneRead()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("""{"id":"chatcmpl-1"}""");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}");
        var response = await client.ReadResponseAsync();

        Assert.Equal("""{"id":"chatcmpl-1"}""", response.Text);
        Assert.True(response.Complete);
    }
}
