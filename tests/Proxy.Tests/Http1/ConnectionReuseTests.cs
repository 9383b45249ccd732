using LlmSentinel.Core.Configuration;
using LlmSentinel.Testing;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>Which upstream connection a call gets, and what becomes of one that ends.</summary>
public sealed class ConnectionReuseTests
{
    private const string Chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n";

    [Fact]
    public async Task CallsInARow_UseOneConnection()
    {
        await using var setup = await WireSetup.StartAsync(request => request.SendAsync(WireSetup.Answer(request.BodyText + "!")));

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("!", (await setup.GetAsync()).Text);
            await setup.Client.PostAsync(WireSetup.Path, $"body {i}");
            Assert.Equal($"body {i}!", (await setup.Client.ReadResponseAsync()).Text);
        }

        Assert.Equal(40, setup.Upstream.Requests.Count);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Fact]
    public async Task ClientsConnectionClose_IsNotTheUpstreamConnections()
    {
        await using var setup = await WireSetup.AnsweringAsync(WireSetup.Answer("hi"));

        Assert.Equal("hi", (await setup.GetAsync("Connection: close")).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);

        Assert.Empty(setup.Upstream.Requests[0].Header("Connection"));
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("Connection: close")]
    [InlineData("connection:Close")]
    [InlineData("Connection: x, close")]
    public async Task ConnectionClose_IsObeyed_EvenWhenTheUpstreamKeepsItOpen(string header)
    {
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\n{header}\r\nContent-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.Equal("hi", response.Text);
        Assert.Empty(response.Header("Connection"));
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(2, setup.Upstream.Requests[1].Connection);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task IdleConnectionThatEnded_IsNotUsed_NotEvenForABody(bool reset)
    {
        var answered = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            await request.SendAsync(WireSetup.Answer(request.BodyText + "!"));
            if (request.Connection > 1)
                return;
            await answered.Task;
            End(request, reset);
            closed.SetResult();
        });

        Assert.Equal("!", (await setup.GetAsync()).Text);
        answered.SetResult();
        await closed.Task;
        await setup.Client.PostAsync(WireSetup.Path, "payload");

        Assert.Equal("payload!", (await setup.Client.ReadResponseAsync()).Text);
        Assert.Equal([1, 2], setup.Upstream.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task KeptConnectionThatEndsUponAGet_IsReplaced_AndTheGetRepeated()
    {
        await using var setup = await WireSetup.StartAsync(request => AnswerFreshConnections(request, reset: false));

        Assert.Equal("fresh", (await setup.GetAsync()).Text);
        Assert.Equal("fresh", (await setup.GetAsync()).Text);

        Assert.Equal([1, 1, 2], setup.Upstream.Requests.Select(request => request.Connection));
        Assert.All(await setup.Proxy.RowsAsync(2), row => Assert.Equal(200, row.Status));
    }

    [Theory]
    [InlineData(false, "Content-Length: 7\r\n\r\npayload")]
    [InlineData(true, "Content-Length: 7\r\n\r\npayload")]
    [InlineData(false, "Content-Length: 0\r\n\r\n")]
    [InlineData(false, "Transfer-Encoding: chunked\r\n\r\n7\r\npayload\r\n0\r\n\r\n")]
    public async Task KeptConnectionThatEndsUponABody_Is502_AndTheBodyIsSentOnce(bool reset, string body)
    {
        await using var setup = await WireSetup.StartAsync(request => AnswerFreshConnections(request, reset));

        Assert.Equal("fresh", (await setup.GetAsync()).Text);
        await setup.Client.SendAsync($"POST {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n{body}");

        Assert.Equal(502, (await setup.Client.ReadResponseAsync()).Status);
        Assert.Equal("fresh", (await setup.GetAsync()).Text);
        Assert.Single(setup.Upstream.Requests, request => request.RequestLine.StartsWith("POST ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnswerThatBrokeOff_IsNotAskedForAgain()
    {
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            await request.SendAsync(request.Nth == 1 ? WireSetup.Answer("fresh") : "HTTP/1.1 200 O");
            request.Close = request.Nth > 1;
        });

        Assert.Equal("fresh", (await setup.GetAsync()).Text);
        Assert.Equal(502, (await setup.GetAsync()).Status);

        Assert.Equal([1, 1], setup.Upstream.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task ClientThatLeavesMidStream_EndsTheUpstreamsConnection()
    {
        var gone = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            await request.SendAsync(request.Target == WireSetup.Path ? Chunk : WireSetup.Answer("next"));
            if (request.Target != WireSetup.Path)
                return;
            Assert.Empty(await request.Wire.ReadToEndAsync());
            gone.SetResult();
        });

        await setup.Client.GetAsync(WireSetup.Path);
        await setup.Client.ReadUntilAsync("first");
        setup.Client.Reset();

        await Eventually.CompletesAsync(gone.Task, "the upstream sees its connection end");
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal([1, 2], setup.Upstream.Requests.Select(request => request.Connection));
    }

    [Fact]
    public async Task CallsAtOnce_UseConnectionsOfTheirOwn_WhichAreKept()
    {
        const int calls = 8;
        var all = new TaskCompletionSource();
        var open = 0;
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            if (Interlocked.Increment(ref open) == calls)
                all.SetResult();
            await all.Task;
            await request.SendAsync(WireSetup.Answer(request.Target));
        });
        var clients = await Task.WhenAll(Enumerable.Range(0, calls).Select(_ => setup.ConnectAsync()));

        for (var round = 0; round < 2; round++)
        {
            for (var i = 0; i < calls; i++)
                await clients[i].GetAsync($"{WireSetup.Path}/{round}/{i}");
            for (var i = 0; i < calls; i++)
                Assert.Equal($"{WireSetup.Path}/{round}/{i}", (await clients[i].ReadResponseAsync()).Text);
        }

        Assert.Equal(calls, setup.Upstream.Connections);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task MaxConnectionsPerServer_MakesFurtherCallsWait()
    {
        var release = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(
            async request =>
            {
                await release.Task;
                await request.SendAsync(WireSetup.Answer(request.Target));
            },
            upstream => upstream.HttpClient = new HttpClientOptions { MaxConnectionsPerServer = 1 });
        var clients = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => setup.ConnectAsync()));

        for (var i = 0; i < clients.Length; i++)
            await clients[i].GetAsync($"{WireSetup.Path}/{i}");
        await Eventually.TrueAsync(() => setup.Upstream.Requests.Count > 0, "one call is upstream");
        release.SetResult();
        for (var i = 0; i < clients.Length; i++)
            Assert.Equal($"{WireSetup.Path}/{i}", (await clients[i].ReadResponseAsync()).Text);

        Assert.Equal(1, setup.Upstream.Connections);
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    /// <summary>Answers the first request of every connection; ends the connection upon any other.</summary>
    private static Task AnswerFreshConnections(WireRequest request, bool reset)
    {
        if (request.Nth == 1)
            return request.SendAsync(WireSetup.Answer("fresh"));
        End(request, reset);
        return Task.CompletedTask;
    }

    private static void End(WireRequest request, bool reset)
    {
        request.Close = true;
        if (reset)
            request.Wire.Reset();
        else
            request.Wire.ShutdownSend();
    }

    [Fact]
    public async Task KeptConnectionThatIsResetUponAGet_IsReplaced_AndTheGetRepeated()
    {
        await using var setup = await WireSetup.StartAsync(request =>
        {
            if (request.Nth == 1)
                return request.SendAsync(WireSetup.Answer("fresh"));
            request.Close = true;
            request.Wire.Reset();
            return Task.CompletedTask;
        });

        Assert.Equal("fresh", (await setup.GetAsync()).Text);
        Assert.Equal("fresh", (await setup.GetAsync()).Text);
    }

    [Theory]
    [InlineData("POST /v1/anything HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("POST /v1/anything HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")]
    public async Task PostWithoutABody_IsSentOnce(string post)
    {
        await using var setup = await WireSetup.StartAsync(request =>
        {
            request.Close = request.Nth > 1;
            return request.Nth == 1 ? request.SendAsync(WireSetup.Answer("fresh")) : Task.CompletedTask;
        });

        await setup.GetAsync();
        await setup.Client.SendAsync(post);

        Assert.Equal(502, (await setup.Client.ReadResponseAsync()).Status);
        Assert.Single(setup.Upstream.Requests, request => request.RequestLine.StartsWith("POST ", StringComparison.Ordinal));
    }

    /// <summary>It is left alone a second before the upstream would end it: here that is at once.</summary>
    [Fact]
    public async Task ConnectionTheUpstreamKeepsForASecond_IsNotUsedAgain()
    {
        await using var setup = await WireSetup.AnsweringAsync(
            "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nKeep-Alive: timeout=1, max=5\r\nContent-Length: 2\r\n\r\nhi");

        Assert.Equal("hi", (await setup.GetAsync()).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(2, setup.Upstream.Connections);
    }
}
