using LlmSentinel.Testing.Http;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>A client and an upstream on raw sockets with the proxy between them.</summary>
internal sealed class WireSetup : IAsyncDisposable
{
    public const string Path = "/v1/anything";

    private WireSetup(WireUpstream upstream, ProxyUnderTest proxy, RawHttpClient client)
    {
        Upstream = upstream;
        Proxy = proxy;
        Client = client;
    }

    public WireUpstream Upstream { get; }

    public ProxyUnderTest Proxy { get; }

    public RawHttpClient Client { get; }

    /// <summary>The one request the upstream got.</summary>
    public WireRequest Received => Assert.Single(Upstream.Requests);

    public static async Task<WireSetup> StartAsync(Func<WireRequest, Task> answer, Action<UpstreamOptionsBuilder>? configure = null)
    {
        var upstream = new WireUpstream(answer);
        var proxy = await ProxyUnderTest.InFrontOfAsync(upstream.Tcp, configure);
        return new WireSetup(upstream, proxy, await RawHttpClient.ConnectAsync(proxy.Address));
    }

    /// <summary>Answers the first request with these bytes and every other one with a plain "next".</summary>
    public static Task<WireSetup> AnsweringAsync(string first, bool close = false) => StartAsync(request =>
    {
        request.Close = close && request.Connection == 1;
        return request.SendAsync(request.Target == Path ? first : Answer("next"));
    });

    /// <summary>A plain answer that keeps the connection.</summary>
    public static string Answer(string body) => $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    /// <summary>One GET to <see cref="Path"/>, and its answer.</summary>
    public async Task<RawResponse> GetAsync(params string[] headerLines)
    {
        await Client.GetAsync(Path, headerLines);
        return await Client.ReadResponseAsync();
    }

    /// <summary>A further call, on a connection of its own to the proxy: it must get its own answer, whatever the calls before it did.</summary>
    public async Task<RawResponse> NextAsync()
    {
        await using var other = await ConnectAsync();
        await other.GetAsync("/v1/next");
        return await other.ReadResponseAsync();
    }

    public Task<RawHttpClient> ConnectAsync() => RawHttpClient.ConnectAsync(Proxy.Address);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Proxy.DisposeAsync();
        await Upstream.DisposeAsync();
    }
}
