using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Tests.Asking;

/// <summary>Streams that would carry no usage are asked for it, and the client sees what it would have seen without asking.</summary>
public sealed class UsageAskingTests
{
    private const string Request = """{"model":"gpt-5.4","messages":[{"role":"user","content":"hi"}],"stream":true}""";

    [Fact]
    public async Task Ask_AddsIncludeUsage_AndStripsTheAnswer()
    {
        await using var upstream = await ProviderAsync();
        var direct = await StreamAsync(upstream.BaseAddress, Request);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Usage = UsageMode.Ask);

        var through = await StreamAsync(proxy.Address, Request);

        Assert.Equal(direct, through);
        var sent = JsonDocument.Parse(upstream.Requests[^1].BodyText).RootElement;
        Assert.True(sent.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        var row = await proxy.RowAsync();
        Assert.Equal((11, 4, UsageSource.Reported), (row.Usage.InputTotal, row.Usage.OutputTotal, row.Usage.Source));
        Assert.Equal(ExchangeOutcome.Ok, row.Outcome);
    }

    [Fact]
    public async Task Ask_LeavesACallAloneThatAskedItself()
    {
        const string asked = """{"model":"gpt-5.4","stream":true,"stream_options":{"include_usage":true}}""";
        await using var upstream = await ProviderAsync();
        var direct = await StreamAsync(upstream.BaseAddress, asked);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Usage = UsageMode.Ask);

        Assert.Equal(direct, await StreamAsync(proxy.Address, asked));
        Assert.Equal(asked, upstream.Requests[^1].BodyText);
    }

    [Fact]
    public async Task Observe_NeverTouchesAByte_AndEstimates()
    {
        await using var upstream = await ProviderAsync();
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Usage = UsageMode.Observe);

        await StreamAsync(proxy.Address, Request);

        Assert.Equal(Request, upstream.Received.BodyText);
        var row = await proxy.RowAsync();
        Assert.Equal((7, 3, UsageSource.Estimated), (row.Usage.InputTotal, row.Usage.OutputTotal, row.Usage.Source));
    }

    [Theory]
    [InlineData("openai", true)]
    [InlineData("openai-compatible", false)]
    public async Task Auto_AsksOnlyUpstreamsKnownToAcceptIt(string preset, bool asks)
    {
        await using var upstream = await ProviderAsync();
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => (u.Preset, u.Usage) = (preset, UsageMode.Auto));

        await StreamAsync(proxy.Address, Request);

        Assert.Equal(asks, upstream.Received.BodyText.Contains("include_usage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BodyTooLongToLookAtInPlace_GoesUpAsItIs()
    {
        await using var upstream = await ProviderAsync();
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Usage = UsageMode.Ask);
        var request = Request.Replace("hi", new string('x', 3 << 20), StringComparison.Ordinal);

        await StreamAsync(proxy.Address, request);

        Assert.Equal(request, upstream.Received.BodyText);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(5_000)]
    [InlineData(60_000)]
    [InlineData(400_000)]
    public async Task PlainCalls_OfAnyLength_PassThroughTheLookUnchanged(int length)
    {
        await using var upstream = await ProviderAsync();
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Usage = UsageMode.Ask);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);
        var request = """{"model":"gpt-5.4","messages":[{"role":"user","content":"TEXT"}]}""".Replace("TEXT", new string('x', length), StringComparison.Ordinal);

        // Twice on one connection: the look must leave the connection usable.
        for (var i = 0; i < 2; i++)
        {
            await client.PostAsync("/v1/chat/completions", request);
            Assert.Equal(200, (await client.ReadResponseAsync()).Status);
            Assert.Equal(request, upstream.Requests[i].BodyText);
        }
    }

    [Fact]
    public async Task ManyLongPromptsOnOneHttp2Connection_KeepItsFlowControlInStep()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.Usage = UsageMode.Ask);
        using var http = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = false })
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        var prompt = """{"model":"gpt-5.4","messages":[{"role":"user","content":"TEXT"}]}""".Replace("TEXT", new string('x', 450_000), StringComparison.Ordinal);

        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(async _ =>
        {
            using var content = new StringContent(prompt, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(new Uri(proxy.Http2Address, "/v1/chat/completions"), content);
            return (int)response.StatusCode;
        }));

        Assert.All(answers, status => Assert.Equal(200, status));
        Assert.All(upstream.Requests, request => Assert.Equal(prompt.Length, request.BodyLength));
    }

    private static async Task<string> StreamAsync(Uri address, string request)
    {
        using var http = new HttpClient { BaseAddress = address };
        using var content = new StringContent(request, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Behaves as OpenAI does: with include_usage every chunk has a usage member and one more chunk comes.</summary>
    private static Task<ScriptedUpstream> ProviderAsync()
    {
        ScriptedUpstream? upstream = null;
        return Run();

        async Task<ScriptedUpstream> Run() => upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            var body = upstream!.Requests[^1].BodyText;
            if (!body.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"id":"c","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}""");
                return;
            }

            var withUsage = body.Contains("\"include_usage\":true", StringComparison.Ordinal);
            var tail = withUsage ? ",\"usage\":null" : "";
            context.Response.ContentType = "text/event-stream";
            foreach (var word in new[] { "one ", "two ", "three" })
            {
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture,
                    $"data: {{\"id\":\"c\",\"model\":\"gpt-5.4\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}},\"finish_reason\":null}}]{tail}}}\n\n"));
            }

            await context.Response.WriteAsync($"data: {{\"id\":\"c\",\"model\":\"gpt-5.4\",\"choices\":[{{\"index\":0,\"delta\":{{}},\"finish_reason\":\"stop\"}}]{tail}}}\n\n");
            if (withUsage)
                await context.Response.WriteAsync("data: {\"id\":\"c\",\"model\":\"gpt-5.4\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":4,\"total_tokens\":15}}\n\n");
            await context.Response.WriteAsync("data: [DONE]\n\n");
        });
    }
}
