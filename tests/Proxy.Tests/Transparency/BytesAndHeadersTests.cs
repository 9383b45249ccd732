using System.IO.Compression;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmSentinel.Proxy.Tests.Transparency;

/// <summary>What goes through arrives as it was sent.</summary>
public sealed class BytesAndHeadersTests
{
    [Theory]
    [InlineData("/v1/models/a%2Fb%3Ac?x=%20y&y=1+2", "/v1/models/a%2Fb%3Ac?x=%20y&y=1+2")]
    [InlineData("/llm/model/us.anthropic.claude%3A0/converse-stream", "/model/us.anthropic.claude%3A0/converse-stream")]
    [InlineData("/llm//v1/chat", "//v1/chat")]
    [InlineData("/llm", "/")]
    [InlineData("/llm?q=1", "/?q=1")]
    [InlineData("/v1beta/models/gemini-3:streamGenerateContent?alt=sse&key=abc", "/v1beta/models/gemini-3:streamGenerateContent?alt=sse&key=abc")]
    public async Task Target_ReachesTheUpstreamAsWritten(string sent, string expected)
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.GetAsync(sent);
        await client.ReadResponseAsync();

        Assert.Equal(expected, upstream.Received.RawTarget);
    }

    [Fact]
    public async Task RequestHeaders_PassUntouched_ButTheAppHeader()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", "{}", "Authorization: Bearer sk-1", "X-Custom: a, b", "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "User-Agent: test/1 (x)", "Accept-Encoding: gzip, br", "x-sentinel-app: shop");
        await client.ReadResponseAsync();

        var headers = upstream.Received.Headers;
        Assert.Equal("Bearer sk-1", headers["Authorization"]);
        Assert.Equal("a, b", headers["X-Custom"]);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", headers["traceparent"]);
        Assert.Equal("test/1 (x)", headers["User-Agent"]);
        Assert.Equal("gzip, br", headers["Accept-Encoding"]);
        Assert.DoesNotContain("x-sentinel-app", headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain(headers.Keys, key => key.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(upstream.BaseAddress.Authority, headers["Host"]);

        var row = await proxy.RowAsync();
        Assert.Equal("shop", row.App);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", row.TraceId);
        Assert.Equal("b7ad6b7169203331", row.ParentSpanId);
    }

    [Fact]
    public async Task ResponseHead_PassesUntouched()
    {
        await using var upstream = RawTcpUpstream.Answering(
            "HTTP/1.1 418 Short And Stout\r\nDate: Mon, 01 Jan 2024 00:00:00 GMT\r\nServer: teapot\r\nX-Twice: 1\r\nX-Twice: 2\r\nX-Empty: \r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 2\r\nContent-Type: text/odd; charset=x\r\n\r\nhi");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.GetAsync("/v1/anything");
        var response = await client.ReadResponseAsync();

        Assert.StartsWith("HTTP/1.1 418 Short And Stout\r\n", response.Head);
        Assert.Equal(["Mon, 01 Jan 2024 00:00:00 GMT"], response.Header("Date"));
        Assert.Equal(["teapot"], response.Header("Server"));
        Assert.Equal(["1", "2"], response.Header("X-Twice"));
        Assert.Equal([""], response.Header("X-Empty"));
        Assert.Equal(["a=1", "b=2"], response.Header("Set-Cookie"));
        Assert.Equal(["text/odd; charset=x"], response.Header("Content-Type"));
        Assert.Equal("hi", response.Text);
    }

    [Fact]
    public async Task HeaderBytesBeyondAscii_PassBothWays()
    {
        const string name = "Caf\u00c3\u00a9";
        var seen = "";
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            seen = Encoding.Latin1.GetString(await connection.ReadUntilAsync("\r\n\r\n"));
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nX-Title: {name}\r\nContent-Length: 2\r\n\r\n{{}}");
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.GetAsync("/v1/models", "X-Title: " + name, "x-sentinel-app: " + name);
        var response = await client.ReadResponseAsync();

        Assert.Equal(200, response.Status);
        Assert.Equal([name], response.Header("X-Title"));
        Assert.Contains("X-Title: " + name, seen, StringComparison.Ordinal);
        Assert.Equal("Caf\u00e9", (await proxy.RowAsync()).App);
    }

    [Fact]
    public async Task CompressedAnswer_PassesCompressed_AndIsRead()
    {
        const string body = """{"id":"chatcmpl-1","model":"gpt-5.4","choices":[{"index":0,"message":{"content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15}}""";
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(body));
        await using var upstream = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed.ToArray());
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.PostAsync("/v1/chat/completions", """{"model":"gpt-5.4"}""", "Accept-Encoding: gzip");
        var response = await client.ReadResponseAsync();

        Assert.Equal(["gzip"], response.Header("Content-Encoding"));
        Assert.Equal(packed.ToArray(), response.Body);
        var row = await proxy.RowAsync();
        Assert.Equal(12, row.Usage.InputTotal);
        Assert.Equal(3, row.Usage.OutputTotal);
    }

    [Fact]
    public async Task Upload_OfMoreThan100MB_IsNeverBuffered()
    {
        const int megabytes = 120;
        var block = new byte[1 << 20];
        new Random(7).NextBytes(block);
        await using var upstream = await ScriptedUpstream.StartAsync(
            async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                await context.Response.WriteAsync("{}");
            },
            readBodyFirst: false);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync($"POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {(long)megabytes << 20}\r\n\r\n");
        await client.SendAsync(block);
        var received = await upstream.RequestAsync();
        // .NET's client keeps up to 4 KiB of a body back until more follows.
        await Eventually.TrueAsync(() => received.BodyLength > block.Length - 8192, "the first megabyte is upstream while the rest is still to be sent");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(block);
        for (var i = 1; i < megabytes; i++)
        {
            await client.SendAsync(block);
            hash.AppendData(block);
        }

        var response = await client.ReadResponseAsync();
        Assert.Equal(200, response.Status);
        Assert.Equal(Convert.ToHexString(hash.GetHashAndReset()), received.BodyHash, ignoreCase: true);
        var row = await proxy.RowAsync();
        Assert.Equal((long)megabytes << 20, row.RequestBytes);
        Assert.InRange(proxy.Budget.HighWater, 0, 1 << 20);
    }

    // For bodies up to 1 KiB .NET's client takes the upstream's refusal and sends the body all the same; longer ones it holds back.
    [Fact]
    public async Task Expect100_IsEndToEnd_ARefusalComesBeforeTheBody()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(
            async context =>
            {
                context.Response.StatusCode = 401;
                context.Response.Headers.Connection = "close";
                await context.Response.WriteAsync("{}");
            },
            readBodyFirst: false);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
        var head = await client.ReadHeadAsync();

        Assert.StartsWith("HTTP/1.1 401", head);
    }

    [Fact]
    public async Task Expect100_TheUpstreamsContinueReachesTheClient()
    {
        await using var upstream = await ScriptedUpstream.AnsweringAsync("{}");
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100", await client.ReadHeadAsync());
        await client.SendAsync("{}");

        Assert.Equal(200, (await client.ReadResponseAsync()).Status);
        Assert.Equal("{}", upstream.Received.BodyText);
    }

    [Fact]
    public async Task Http2_OnBothSides_WithTrailers()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(
            async context =>
            {
                context.Response.DeclareTrailer("x-usage");
                await context.Response.WriteAsync("data: 1\n\n");
                context.Response.AppendTrailer("x-usage", "12");
            },
            HttpProtocols.Http2);
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream, u => u.HttpRequest = new() { Version = "2", VersionPolicy = "RequestVersionExact" });
        using var http = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(proxy.Http2Address, "/v1/chat/completions"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
        };

        using var response = await http.SendAsync(request);

        Assert.Equal(HttpVersion.Version20, response.Version);
        Assert.Equal("data: 1\n\n", await response.Content.ReadAsStringAsync());
        Assert.Equal(["12"], response.TrailingHeaders.GetValues("x-usage"));
        Assert.Equal("HTTP/2", upstream.Received.Protocol);
    }

    [Fact]
    public async Task Trailers_ThatAreAnnounced_ReachAnHttp11Client()
    {
        await using var upstream = new RawTcpUpstream(async connection =>
        {
            for (var i = 0; i < 2; i++)
            {
                await connection.ReadUntilAsync("\r\n\r\n");
                await connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTrailer: x-usage\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
                await connection.SendAsync("e\r\ndata: [DONE]\n\n\r\n0\r\nx-usage: 12\r\n\r\n");
            }
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        // Twice on one connection: the framing must leave it usable.
        for (var i = 0; i < 2; i++)
        {
            await client.GetAsync("/v1/chat/completions");
            var response = await client.ReadResponseAsync();

            Assert.Equal("data: 1\n\ndata: [DONE]\n\n", response.Text);
            Assert.Equal("x-usage: 12\r\n", response.Trailers);
            Assert.Equal(["x-usage"], response.Header("Trailer"));
        }

        Assert.All(await proxy.RowsAsync(2), row => Assert.Equal(ExchangeOutcome.Ok, row.Outcome));
    }

    [Fact]
    public async Task Head_AndStatusesWithoutBody_StayWithoutBody()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(context =>
        {
            context.Response.StatusCode = HttpMethods.IsHead(context.Request.Method) ? 200 : 204;
            if (HttpMethods.IsHead(context.Request.Method))
                context.Response.ContentLength = 1234;
            return Task.CompletedTask;
        });
        await using var proxy = await ProxyUnderTest.InFrontOfAsync(upstream);
        await using var client = await RawHttpClient.ConnectAsync(proxy.Address);

        await client.SendAsync("HEAD /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");
        var head = await client.ReadResponseAsync(toHeadRequest: true);
        await client.SendAsync("DELETE /v1/files/1 HTTP/1.1\r\nHost: x\r\n\r\n");
        var deleted = await client.ReadResponseAsync();

        Assert.Equal(["1234"], head.Header("Content-Length"));
        Assert.Equal(204, deleted.Status);
    }
}
