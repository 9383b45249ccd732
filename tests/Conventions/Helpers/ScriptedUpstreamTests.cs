using System.Text;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Conventions.Helpers;

/// <summary>The helpers that prove bytes must themselves be right about bytes.</summary>
public class ScriptedUpstreamTests
{
    [Fact]
    public async Task Request_IsRecordedAsItStoodOnTheWire()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);

        await client.PostAsync("/v1/a%2Fb/../c?x=%20y", """{"a":1}""", "x-Odd-Case:  two  spaces");
        var response = await client.ReadResponseAsync();

        Assert.Equal(200, response.Status);
        Assert.Equal("{}", response.Text);
        Assert.Equal("/v1/a%2Fb/../c?x=%20y", upstream.Received.RawTarget);
        Assert.Equal(
            "POST /v1/a%2Fb/../c?x=%20y HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 7\r\nx-Odd-Case:  two  spaces\r\n\r\n",
            upstream.Received.RawHead);
        Assert.Equal("""{"a":1}""", upstream.Received.BodyText);
    }

    [Fact]
    public async Task SecondRequestOnAConnection_HasItsOwnHead()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);

        await client.PostAsync("/first", "body");
        await client.ReadResponseAsync();
        await client.GetAsync("/second");
        await client.ReadResponseAsync();

        Assert.Equal("GET /second HTTP/1.1\r\nHost: localhost\r\n\r\n", upstream.Requests[1].RawHead);
        Assert.Equal(upstream.Requests[0].ConnectionId, upstream.Requests[1].ConnectionId);
    }

    [Fact]
    public async Task FlushedWrites_ArriveAsChunks()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("one");
            await context.Response.Body.FlushAsync();
            await context.Response.WriteAsync("two");
        });
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);

        await client.GetAsync("/");
        var response = await client.ReadResponseAsync();

        Assert.True(response.Complete);
        Assert.Equal("onetwo", response.Text);
        Assert.Equal("3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n", Encoding.Latin1.GetString(response.RawBody));
    }

    [Fact]
    public async Task ClientReset_IsNoticed()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("begin");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);
        await client.GetAsync("/");
        await client.ReadUntilAsync("begin");

        client.Reset();

        await Eventually.CompletesAsync(upstream.Received.Aborted, "the server sees the reset");
        await Eventually.CompletesAsync(upstream.Received.Ended, "the behaviour ends");
    }

    [Fact]
    public async Task Abort_ShowsAsAnEarlyEnd()
    {
        var seen = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("begin");
            await context.Response.Body.FlushAsync();
            await seen.Task;
            context.Abort();
        });
        await using var client = await RawHttpClient.ConnectAsync(upstream.BaseAddress);
        await client.GetAsync("/");
        var head = await client.ReadHeadAsync();

        seen.SetResult();
        var response = await client.ReadBodyAsync(head);

        Assert.False(response.Complete);
    }

    [Fact]
    public async Task Tls_ServesItsOwnAuthority()
    {
        using var pki = new TestPki();
        await using var upstream = await ScriptedUpstream.StartAsync(context => context.Response.WriteAsync("hello"), pki: pki);
        using var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Issuer == pki.Authority.Subject,
        };
        using var client = new HttpClient(handler);

        Assert.Equal("hello", await client.GetStringAsync(upstream.BaseAddress));
    }
}
