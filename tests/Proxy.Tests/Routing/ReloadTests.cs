using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Upstreams;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Proxy.Tests.Routing;

/// <summary>What upstreams turn into while the data port runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task AnUpstream_BecomesBalancedAndSimpleAgain_WhileTheOthersStay()
    {
        await using var a = await ScriptedUpstream.AnsweringAsync("a");
        await using var b = await ScriptedUpstream.AnsweringAsync("b");
        var one = new UpstreamOptions { Address = a.BaseAddress.AbsoluteUri };
        var two = new UpstreamOptions
        {
            Destinations = new() { ["a"] = new() { Address = a.BaseAddress.AbsoluteUri }, ["b"] = new() { Address = b.BaseAddress.AbsoluteUri } },
            LoadBalancingPolicy = "RoundRobin",
        };
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["llm"] = one, ["other"] = one });
        using var http = new HttpClient { BaseAddress = proxy.Address };
        Assert.Equal(["a", "a"], await AnswersAsync(http));

        Apply(proxy, new() { ["llm"] = two, ["other"] = one });
        await Eventually.TrueAsync(async () => (await AnswersAsync(http)).Order().SequenceEqual(["a", "b"]), "calls go to both in turn");
        Assert.Equal(["llm a", "llm b", "other default"], Destinations(proxy));
        Assert.Equal("a", await http.GetStringAsync(new Uri("other/v1/models", UriKind.Relative)));

        Apply(proxy, new() { ["llm"] = one, ["other"] = one });
        await Eventually.TrueAsync(async () => (await AnswersAsync(http)).SequenceEqual(["a", "a"]), "calls go to the only one");
        await Eventually.TrueAsync(() => Destinations(proxy).SequenceEqual(["llm default", "other default"]), "both are listed");
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task AReload_KeepsConnections_UnlessItChangesHowTheyAreMade(bool changesConnections, int expected)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(context => context.Response.WriteAsync(context.Connection.Id));
        var before = new UpstreamOptions { Address = upstream.BaseAddress.AbsoluteUri };
        var after = new UpstreamOptions
        {
            Address = before.Address,
            ApiKey = "sk-fresh",
            HttpClient = new() { MaxConnectionsPerServer = changesConnections ? 7 : before.HttpClient.MaxConnectionsPerServer },
        };
        await using var proxy = await ProxyUnderTest.StartAsync(new() { ["llm"] = before });
        using var http = new HttpClient { BaseAddress = proxy.Address };
        var connections = new HashSet<string> { await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative)) };

        Apply(proxy, new() { ["llm"] = after });
        connections.Add(await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative)));

        Assert.Equal("Bearer sk-fresh", upstream.Requests[^1].Headers["authorization"]);
        Assert.Equal(expected, connections.Count);
    }

    [Fact]
    public async Task ADestinationNobodyChecks_IsListedWithItsCallsUnderWay()
    {
        var release = new TaskCompletionSource();
        await using var upstream = await ScriptedUpstream.StartAsync(_ => release.Task);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        using var http = new HttpClient { BaseAddress = proxy.Address };
        var call = http.GetAsync(new Uri("/v1/models", UriKind.Relative));

        await Eventually.TrueAsync(() => proxy.Plane.GetDestinations().Single().InFlight == 1, "the call is under way");
        var destination = proxy.Plane.GetDestinations().Single();
        release.SetResult();
        using var answer = await call;

        Assert.Equal(("llm", upstream.BaseAddress.GetLeftPart(UriPartial.Authority)), (destination.Upstream, destination.Address));
        Assert.Equal(("unknown", "unknown"), (destination.ActiveHealth, destination.PassiveHealth));
    }

    private static void Apply(ProxyUnderTest proxy, Dictionary<string, UpstreamOptions> upstreams)
    {
        var options = ProxyUnderTest.Options(upstreams);
        proxy.Plane.Apply(options, ResolvedUpstream.CreateAll(options));
    }

    private static IEnumerable<string> Destinations(ProxyUnderTest proxy) => proxy.Plane.GetDestinations().Select(d => $"{d.Upstream} {d.Name}");

    private static async Task<string[]> AnswersAsync(HttpClient http) =>
        [await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative)), await http.GetStringAsync(new Uri("/v1/models", UriKind.Relative))];
}
