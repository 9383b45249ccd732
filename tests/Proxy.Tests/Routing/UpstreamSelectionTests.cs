using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Tests.Routing;

/// <summary>A call goes to the upstream it names, and to no other.</summary>
public sealed class UpstreamSelectionTests
{
    [Fact]
    public async Task FirstSegment_NamesTheUpstream_ElseTheDefaultTakesIt()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var b = await ScriptedUpstream.AnsweringAsync("b");
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["a"] = At(a), ["b"] = At(b) });

        Assert.Equal("a", await GetAsync(proxy, "/v1/models"));
        Assert.Equal("b", await GetAsync(proxy, "/b/v1/models"));
        Assert.Equal("a", await GetAsync(proxy, "/a/v1/models"));
        Assert.Equal("a", await GetAsync(proxy, "/B/v1/models"));
        Assert.Equal(["/v1/models"], b.Requests.Select(r => r.RawTarget));
    }

    [Theory]
    [InlineData("/a/../b/v1/models")]
    [InlineData("/a/..%2fb/v1/models")]
    [InlineData("/a/%2e%2e/b/v1")]
    [InlineData("/a/%2e%2e%2fb")]
    [InlineData("/a/.%2e/b")]
    [InlineData("/a/..%5cb")]
    [InlineData("/a/%252e%252e/b")]
    [InlineData("/a/./b")]
    [InlineData("/a/%00")]
    [InlineData("/a/..")]
    public async Task TargetThatCouldClimbOut_IsRefused(string target)
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var b = await ScriptedUpstream.AnsweringAsync("b");
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["a"] = At(a), ["b"] = At(b) });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.GetAsync(target);

        Assert.Equal(400, (await client.ReadResponseAsync()).Status);
        Assert.Empty(a.Requests);
        Assert.Empty(b.Requests);
    }

    [Fact]
    public async Task UnknownPathWithoutDefault_Is404_AndNamesTheUpstreams()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var proxy = await ProxyUnderTest.StartAsync(
            new() { ["a"] = At(a) }, new ProxyOptions { Listen = ["127.0.0.1:0"], DefaultUpstream = "" });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.GetAsync("/v1/models");
        var response = await client.ReadResponseAsync();

        Assert.Equal(404, response.Status);
        Assert.Contains("Known upstreams: a", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AbsoluteForm_IsRoutedByItsPath()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["a"] = At(a) });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("GET http://elsewhere.example/a/v1/models?x=1 HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n");

        Assert.Equal("a", (await client.ReadResponseAsync()).Text);
        Assert.Equal("/v1/models?x=1", a.Received.RawTarget);
    }

    [Theory]
    [InlineData("openai", "Authorization", "Bearer sk-own")]
    [InlineData("anthropic", "x-api-key", "sk-own")]
    [InlineData("gemini", "x-goog-api-key", "sk-own")]
    public async Task OwnKey_ReplacesEveryCredentialOfTheClient(string preset, string header, string value)
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => (u.Preset, u.ApiKey) = (preset, "sk-own"));
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/x?key=client-key&alt=sse", "{}", "Authorization: Bearer client-key", "x-api-key: client-key", "api-key: client-key", "x-goog-api-key: client-key");
        await client.ReadResponseAsync();

        var received = upstream.Received;
        Assert.Equal(value, received.Headers[header]);
        Assert.Equal("/v1/x?alt=sse", received.RawTarget);
        Assert.DoesNotContain(received.Headers.Values, v => v.Contains("client-key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Apps_AreToldApartByAKeyedHashOfTheirCredential()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        foreach (var key in new[] { "Bearer sk-one", "Bearer sk-two", "Bearer sk-one" })
        {
            await using var client = await RawHttpClient.ConnectAsync(proxy.Address);
            await client.PostAsync("/v1/chat/completions", "{}", "Authorization: " + key);
            await client.ReadResponseAsync();
        }

        var apps = (await proxy.RowsAsync(3)).Select(row => row.App!).ToList();
        Assert.Equal(2, apps.Distinct().Count());
        Assert.All(apps, app => Assert.Matches("^key-[0-9a-f]{12}$", app));
    }

    [Fact]
    public async Task NewConfiguration_AppliesAtOnce_WithoutTouchingCallsInFlight()
    {
        var release = new TaskCompletionSource();
        await using var old = await ScriptedUpstream.StartAsync(async context =>
        {
            await context.Response.WriteAsync("old ");
            await context.Response.Body.FlushAsync();
            await release.Task;
            await context.Response.WriteAsync("end");
        });
        await using var fresh = await ScriptedUpstream.AnsweringAsync("fresh");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(old);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);
        await client.GetAsync("/v1/models");
        var head = await client.ReadHeadAsync();

        var options = ProxyUnderTest.Options(new() { ["llm"] = At(fresh) });
        proxy.Plane.Apply(options, ResolvedUpstream.CreateAll(options));

        await Eventually.TrueAsync(async () => await GetAsync(proxy, "/llm/v1/models", allowHanging: false) == "fresh", "new calls go to the new address");
        release.SetResult();
        Assert.Equal("old end", (await client.ReadBodyAsync(head)).Text);
    }

    [Fact]
    public async Task SeveralDestinations_AreBalancedByYarp_AndAnUnhealthyOneIsLeftOut()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var b = await ScriptedUpstream.AnsweringAsync("b");
        var upstream = new UpstreamOptions
        {
            Destinations = new() { ["a"] = new() { Address = a.BaseAddress.AbsoluteUri }, ["b"] = new() { Address = b.BaseAddress.AbsoluteUri } },
            LoadBalancingPolicy = "RoundRobin",
            HealthCheck = new() { Active = new() { Interval = TimeSpan.FromMilliseconds(100), Path = "/health" } },
        };
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["llm"] = upstream });

        var answers = new List<string>();
        await Eventually.TrueAsync(() => proxy.Plane.GetDestinations().All(d => d.ActiveHealth == "healthy"), "both are found healthy");
        for (var i = 0; i < 6; i++)
            answers.Add(await GetAsync(proxy, "/v1/models"));
        Assert.Equal(3, answers.Count(x => x == "a"));

        await b.DisposeAsync();
        await Eventually.TrueAsync(() => proxy.Plane.GetDestinations().Any(d => d is { Name: "b", ActiveHealth: "unhealthy" }), "b is found unhealthy");
        await Eventually.TrueAsync(
            async () =>
            {
                // Round robin: of four calls in a row two would go to b, were it still in use.
                var round = new List<string>();
                for (var i = 0; i < 4; i++)
                    round.Add(await GetAsync(proxy, "/v1/models"));
                return round.TrueForAll(answer => answer == "a");
            },
            "all calls go to a");
    }

    [Fact]
    public async Task SessionAffinity_KeepsAClientWithItsDestination()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var b = await ScriptedUpstream.AnsweringAsync("b");
        var upstream = new UpstreamOptions
        {
            Destinations = new() { ["a"] = new() { Address = a.BaseAddress.AbsoluteUri }, ["b"] = new() { Address = b.BaseAddress.AbsoluteUri } },
            LoadBalancingPolicy = "RoundRobin",
            SessionAffinity = new() { Policy = "HashCookie", AffinityKeyName = "sentinel-affinity" },
        };
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["llm"] = upstream });
        using var handler = new SocketsHttpHandler { UseCookies = true };
        using var http = new HttpClient(handler) { BaseAddress = proxy.Address };

        var first = await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative));
        for (var i = 0; i < 5; i++)
            Assert.Equal(first, await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative)));
    }

    [Fact]
    public async Task AffinityToAGoneDestination_IsSaidSo()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var b = await ScriptedUpstream.AnsweringAsync("b");
        var upstream = new UpstreamOptions
        {
            Destinations = new() { ["a"] = new() { Address = a.BaseAddress.AbsoluteUri }, ["b"] = new() { Address = b.BaseAddress.AbsoluteUri } },
            SessionAffinity = new() { Policy = "CustomHeader", FailurePolicy = "Return503Error", AffinityKeyName = "x-affinity" },
        };
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["llm"] = upstream });
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.GetAsync("/v1/models", "x-affinity: " + Convert.ToBase64String("gone"u8.ToArray()));
        var response = await client.ReadResponseAsync();

        Assert.Equal(503, response.Status);
        Assert.Equal(["sentinel_no_destination"], response.Header("x-sentinel-error"));
        Assert.Equal(503, (await proxy.RowAsync()).Status);
    }

    private static UpstreamOptions At(ScriptedUpstream upstream) => new() { Address = upstream.BaseAddress.AbsoluteUri, Usage = UsageMode.Observe };

    private static async Task<string> GetAsync(ProxyUnderTest proxy, string target, bool allowHanging = true)
    {
        using var http = new HttpClient { BaseAddress = proxy.Address, Timeout = allowHanging ? TimeSpan.FromSeconds(30) : TimeSpan.FromMilliseconds(300) };
        try
        {
            return await http.GetStringAsync(new Uri(target, UriKind.Relative));
        }
        catch (TaskCanceledException) when (!allowHanging)
        {
            return "";
        }
        catch (HttpRequestException refused) when (refused.StatusCode is { } status)
        {
            return status.ToString();
        }
    }
}
