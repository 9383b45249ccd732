using System.Net;
using System.Net.Http.Headers;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Sentinel.Api;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Sentinel.Tests.Api;

public class AdminGuardTests
{
    private static readonly string[] Pages = ["/", "/api/exchanges", "/api/summary", "/api/status", "/api/config", "/metrics", "/openapi/v1.json", "/nothing"];

    [Fact]
    public async Task Token_NotSent_EveryPageButTheProbesIs401()
    {
        await using var host = await AdminTestHost.StartAsync("s3cret-token");
        host.Readiness.MarkReady();

        foreach (var page in Pages)
        {
            using var response = await host.Client.GetAsync(page);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
            Assert.DoesNotContain("s3cret-token", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/healthz")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/readyz")).Status);
    }

    [Theory]
    [InlineData("Bearer s3cret-token", HttpStatusCode.OK)]
    [InlineData("bearer s3cret-token", HttpStatusCode.OK)]
    [InlineData("Bearer s3cret-toke", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer s3cret-tokens", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ", HttpStatusCode.Unauthorized)]
    [InlineData("Basic s3cret-token", HttpStatusCode.Unauthorized)]
    [InlineData("s3cret-token", HttpStatusCode.Unauthorized)]
    public async Task Token_Sent_OnlyTheWholeOneOpens(string authorization, HttpStatusCode expected)
    {
        await using var host = await AdminTestHost.StartAsync("s3cret-token");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.DoesNotContain(host.Log.GetSnapshot(), r => r.Message.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("127.9.9.9:4101", HttpStatusCode.OK)]
    [InlineData("[::1]:4101", HttpStatusCode.OK)]
    [InlineData("sentinel.localhost", HttpStatusCode.OK)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("localhost.evil.example:4101", HttpStatusCode.Forbidden)]
    [InlineData("10.0.0.5", HttpStatusCode.Forbidden)]
    public async Task NoToken_HostHeader_OnlyNamesOfThisMachine(string hostHeader, HttpStatusCode expected)
    {
        await using var host = await AdminTestHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Host = hostHeader;

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Token_AnyHostName_IsAnswered()
    {
        await using var host = await AdminTestHost.StartAsync("s3cret-token");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/status");
        request.Headers.Host = "sentinel.internal";
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "s3cret-token");

        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task EveryAnswer_NotCachedNotSniffedNotShared()
    {
        await using var host = await AdminTestHost.StartAsync();

        foreach (var page in Pages)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Add("Origin", "http://evil.example");
            using var response = await host.Client.SendAsync(request);
            Assert.True(response.Headers.CacheControl!.NoStore, page);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Origin"), page);
        }
    }

    [Theory]
    [InlineData("0.0.0.0:4101")]
    [InlineData("*:4101")]
    [InlineData("[::]:4101")]
    [InlineData("10.1.2.3:4101")]
    [InlineData("sentinel.internal:4101")]
    public void Start_OthersCanReachItAndNoToken_Refused(string listen)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddSentinelApi(new AdminOptions { Listen = listen }));

        Assert.Contains(listen, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("admin.token", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:4101", "")]
    [InlineData("[::1]:4101", "")]
    [InlineData("localhost:4101", "")]
    [InlineData("0.0.0.0:4101", "token")]
    public void Start_LoopbackOrToken_Allowed(string listen, string token) =>
        AdminAddress.RequireTokenUnlessLoopback(new AdminOptions { Listen = listen, Token = token });
}
