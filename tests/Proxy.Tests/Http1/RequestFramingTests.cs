using System.Globalization;
using System.Text;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>The upstream gets the client's request: its line, its headers, its body, framed once and rightly.</summary>
public sealed class RequestFramingTests
{
    private const string Rest = " HTTP/1.1\r\nHost: shop.example\r\n";

    [Theory]
    [InlineData("/v1/a%2Fb//c%zz?q={a}|[b]^\"c\"<d>\\e`~'()*!$@:;,=+&%20%", "/v1/a%2Fb//c%zz?q={a}|[b]^\"c\"<d>\\e`~'()*!$@:;,=+&%20%")]
    [InlineData("/v1/{b}|[c]^\"d\"<e>\\f`", "/v1/{b}|[c]^\"d\"<e>\\f`")]
    [InlineData("/v1/a?", "/v1/a?")]
    [InlineData("/v1/a??b=?c", "/v1/a??b=?c")]
    [InlineData("/v1/a;b=c/?d=/../e", "/v1/a;b=c/?d=/../e")]
    [InlineData("http://shop.example/v1//x%2Fy?q=1", "/v1//x%2Fy?q=1")]
    [InlineData("http://shop.example", "/")]
    public async Task RequestLine_HasTheTargetAsWritten(string target, string expected)
    {
        await using var setup = await WireSetup.StartAsync(Answer);

        await setup.Client.SendAsync($"GET {target}{Rest}\r\n");
        await setup.Client.ReadResponseAsync();

        Assert.Equal($"GET {expected} HTTP/1.1", setup.Received.RequestLine);
        Assert.Equal([setup.Upstream.Tcp.BaseAddress.Authority], setup.Received.Header("Host"));
    }

    [Theory]
    [InlineData("PURGE")]
    [InlineData("PROPFIND")]
    [InlineData("Purge")]
    [InlineData("M-SEARCH!#$%&'*+.^_`|~1")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    [InlineData("TRACE")]
    public async Task Method_IsTheClients(string method)
    {
        await using var setup = await WireSetup.StartAsync(Answer);

        await setup.Client.SendAsync($"{method} /v1/a{Rest}\r\n");
        Assert.Equal("done", (await setup.Client.ReadResponseAsync()).Text);

        Assert.Equal($"{method} /v1/a HTTP/1.1", setup.Received.RequestLine);
    }

    [Theory]
    [InlineData("X-A: 1", "X-A: 1")]
    [InlineData("x-MiXeD: Value", "x-MiXeD: Value")]
    [InlineData("X-A:\t padded  in \t", "X-A: padded  in")]
    [InlineData("X-A:", "X-A: ")]
    [InlineData("X-A: \u00e9\u00ff\u0080 \t \"(),/:;<=>?@[\\]{}", "X-A: \u00e9\u00ff\u0080 \t \"(),/:;<=>?@[\\]{}")]
    [InlineData("Accept: */*;q=0.1,,x", "Accept: */*;q=0.1,,x")]
    [InlineData("User-Agent: a/1 (b, c; d) e", "User-Agent: a/1 (b, c; d) e")]
    [InlineData("Cookie: a=1; b=\"2, 3\";c", "Cookie: a=1; b=\"2, 3\";c")]
    [InlineData("Authorization: Bearer a.b==", "Authorization: Bearer a.b==")]
    [InlineData("Authorization:", "Authorization: ")]
    [InlineData("If-Modified-Since: yesterday", "If-Modified-Since: yesterday")]
    [InlineData("Range: pages=1", "Range: pages=1")]
    [InlineData("From: nobody", "From: nobody")]
    [InlineData("Referer: no uri", "Referer: no uri")]
    public async Task HeaderLine_ArrivesOnceAndAsItWasSent(string sent, string expected)
    {
        await using var setup = await WireSetup.StartAsync(Answer);

        await setup.GetAsync(sent);

        Assert.Equal(expected, Assert.Single(setup.Received.HeaderLines, line => !line.StartsWith("Host:", StringComparison.Ordinal)));
    }

    // Whether on lines of their own or joined, a list means the same.
    [Theory]
    [InlineData("X-Many", ", ")]
    [InlineData("Accept", ", ")]
    [InlineData("Cookie", "; ")]
    public async Task RepeatedHeader_KeepsItsValuesInOrder(string name, string separator)
    {
        await using var setup = await WireSetup.StartAsync(Answer);

        await setup.GetAsync($"{name}: b=2", "X-Between: 1", $"{name}: a=1", $"{name}: b=2");

        Assert.Equal($"b=2{separator}a=1{separator}b=2", string.Join(separator, setup.Received.Header(name)));
        Assert.Equal(["1"], setup.Received.Header("X-Between"));
    }

    [Fact]
    public async Task HeaderSectionOf40KB_Passes()
    {
        var lines = Enumerable.Range(0, 80).Select(i => $"X-{i}: {new string((char)('a' + (i % 26)), 512)}").ToArray();
        await using var setup = await WireSetup.StartAsync(Answer);

        await setup.GetAsync(lines);

        Assert.Empty(lines.Except(setup.Received.HeaderLines));
    }

    [Fact]
    public async Task TargetOf30KB_Passes()
    {
        var target = "/v1/a?q=" + new string('q', 30 * 1024);
        await using var setup = await WireSetup.StartAsync(Answer);

        await setup.Client.GetAsync(target);
        await setup.Client.ReadResponseAsync();

        Assert.Equal(target, setup.Received.Target);
    }

    [Theory]
    [InlineData("GET", "", "", "", "")]
    [InlineData("POST", "Content-Length: 0", "", "Content-Length: 0", "")]
    [InlineData("POST", "Content-Length: 2", "hi", "Content-Length: 2", "hi")]
    [InlineData("PUT", "Content-Length: 2", "hi", "Content-Length: 2", "hi")]
    [InlineData("GET", "Content-Length: 2", "hi", "Content-Length: 2", "hi")]
    [InlineData("DELETE", "Content-Length: 2", "hi", "Content-Length: 2", "hi")]
    [InlineData("PURGE", "Content-Length: 2", "hi", "Content-Length: 2", "hi")]
    [InlineData("POST", "Transfer-Encoding: chunked", "2;e=1\r\nhi\r\n03\r\n yo\r\n0\r\n\r\n", "Transfer-Encoding: chunked", "hi yo")]
    [InlineData("POST", "Transfer-Encoding: chunked", "2\r\nhi\r\n0\r\nx-t: 1\r\n\r\n", "Transfer-Encoding: chunked", "hi")]
    [InlineData("POST", "Transfer-Encoding: chunked", "0\r\n\r\n", "Transfer-Encoding: chunked", "")]
    [InlineData("GET", "Transfer-Encoding: chunked", "2\r\nhi\r\n0\r\n\r\n", "Transfer-Encoding: chunked", "hi")]
    [InlineData("DELETE", "Transfer-Encoding: chunked", "2\r\nhi\r\n0\r\n\r\n", "Transfer-Encoding: chunked", "hi")]
    public async Task Body_KeepsItsKindOfFraming(string method, string framing, string body, string expectedFraming, string expectedBody)
    {
        await using var setup = await WireSetup.StartAsync(Answer);

        // Twice: an upstream that reads the framing otherwise would lose its place.
        for (var i = 0; i < 2; i++)
        {
            await setup.Client.SendAsync($"{method} /v1/a{Rest}{framing}{(framing.Length > 0 ? "\r\n" : "")}\r\n{body}");
            Assert.Equal("done", (await setup.Client.ReadResponseAsync()).Text);
        }

        Assert.Equal(1, setup.Upstream.Connections);
        Assert.All(setup.Upstream.Requests, received =>
        {
            Assert.Equal($"{method} /v1/a HTTP/1.1", received.RequestLine);
            Assert.Equal(expectedFraming, string.Join("\r\n", received.HeaderLines.Where(
                line => line.StartsWith("Content-Length:", StringComparison.Ordinal) || line.StartsWith("Transfer-Encoding:", StringComparison.Ordinal))));
            Assert.Equal(expectedBody, received.BodyText);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BodyOf3MB_ArrivesWhole(bool chunked)
    {
        var body = new byte[3 << 20];
        new Random(7).NextBytes(body);
        await using var setup = await WireSetup.StartAsync(Answer);

        var framing = chunked ? "Transfer-Encoding: chunked" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}");
        await setup.Client.SendAsync($"POST /v1/a{Rest}{framing}\r\n\r\n");
        foreach (var piece in body.Chunk(100_000))
        {
            if (chunked)
                await setup.Client.SendAsync((byte[])[.. Encoding.Latin1.GetBytes($"{piece.Length:x}\r\n"), .. piece, .. "\r\n"u8]);
            else
                await setup.Client.SendAsync(piece);
        }

        if (chunked)
            await setup.Client.SendAsync("0\r\n\r\n");

        Assert.Equal("done", (await setup.Client.ReadResponseAsync()).Text);
        Assert.True(body.AsSpan().SequenceEqual(setup.Received.Body));
    }

    private static Task Answer(WireRequest request) => request.SendAsync(WireSetup.Answer("done"));

    [Theory]
    [InlineData("get")]
    [InlineData("post")]
    public async Task MethodsCase_IsTheClients(string method)
    {
        await using var setup = await WireSetup.StartAsync(request => request.SendAsync(WireSetup.Answer("hi")));

        await setup.Client.SendAsync($"{method} /v1/a HTTP/1.1\r\nHost: x\r\n\r\n");
        await setup.Client.ReadResponseAsync();

        Assert.StartsWith(method + " ", setup.Received.RequestLine);
    }

    /// <summary>The head and the body pass through one array, which is larger then than a chunk may be.</summary>
    [Fact]
    public async Task ChunkedUploadBehindAVeryLongHead_IsEqual()
    {
        await using var setup = await WireSetup.StartAsync(request => request.SendAsync(WireSetup.Answer("hi")));
        var body = string.Concat(Enumerable.Range(0, 100_000).Select(i => $"{i:x6}"));
        var longTarget = $"{WireSetup.Path}?{new string('q', 20_000)}";
        var headers = string.Concat(Enumerable.Range(0, 6).Select(i => $"X-{i}: {new string('h', 9_000)}\r\n"));

        await setup.Client.SendAsync(
            $"POST {longTarget} HTTP/1.1\r\nHost: x\r\n{headers}Transfer-Encoding: chunked\r\n\r\n{body.Length:x}\r\n{body}\r\n0\r\n\r\n");
        await setup.Client.ReadResponseAsync();

        Assert.Equal(body, setup.Received.BodyText);
    }

    [Fact]
    public async Task KeyThatFitsNoHeader_Is502_AndNothingGoesUp()
    {
        await using var setup = await WireSetup.StartAsync(
            request => request.SendAsync(WireSetup.Answer("hi")), upstream => upstream.ApiKey = "sk-a\r\nX-Injected: 1");

        Assert.Equal(502, (await setup.GetAsync()).Status);
        Assert.Empty(setup.Upstream.Requests);
    }
}
