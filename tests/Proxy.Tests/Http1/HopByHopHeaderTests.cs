namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>Headers that belong to one connection end at the proxy; all others pass, whatever they mean and whoever knows them.</summary>
public sealed class HopByHopHeaderTests
{
    private static readonly string[] Dropped =
    [
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info", "Proxy-Authorization", "Proxy-Features",
        "Proxy-Instruction", "Security-Scheme", "ALPN", "Close", "HTTP2-Settings", "Upgrade-Insecure-Requests", "TE", "Alt-Svc",
    ];

    private static readonly string[] Passed =
    [
        "Accept-Encoding", "Age", "Allow", "Authorization", "baggage", "Cache-Control", "Content-Disposition", "Content-Encoding",
        "Content-Language", "Content-Location", "Content-MD5", "Content-Range", "Content-Type", "Cookie", "Correlation-Context", "Date", "Expires",
        "Forwarded", "From", "If-Match", "Last-Modified", "Location", "Max-Forwards", "Origin", "Pragma", "Priority", "Range", "Referer",
        "Request-Id", "Retry-After", "Server", "Set-Cookie", "Strict-Transport-Security", "traceparent", "tracestate", "Trailer", "Vary", "Via",
        "Warning", "WWW-Authenticate", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Powered-By", "X-Real-IP",
    ];

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task RequestHeaders_OfTheConnectionAreDropped_AllOthersPass(string method)
    {
        await using var setup = await WireSetup.StartAsync(request => request.SendAsync(WireSetup.Answer("hi")));
        var body = method == "POST" ? "{}" : "";
        var framing = method == "POST" ? "Content-Length: 2\r\n" : "";

        await setup.Client.SendAsync($"{method} {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n{Lines(Dropped)}{Lines(Passed)}{framing}\r\n{body}");
        await setup.Client.ReadResponseAsync();

        AssertPassed(setup.Received.HeaderLines, "Host", "Content-Length");
    }

    [Theory]
    [InlineData("Content-Length: 2\r\n\r\nhi")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")]
    public async Task ResponseHeaders_OfTheConnectionAreDropped_AllOthersPass(string rest)
    {
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\n{Lines(Dropped)}{Lines(Passed)}Upgrade: value of Upgrade\r\n{rest}");

        AssertPassed((await setup.GetAsync()).HeaderLines, "Content-Length", "Transfer-Encoding");
    }

    private static string Lines(string[] names) => string.Concat(names.Select(name => $"{name}: value of {name}\r\n"));

    private static void AssertPassed(IReadOnlyList<string> lines, params string[] framing)
    {
        var seen = lines.Where(line => !framing.Contains(line.Split(':')[0], StringComparer.Ordinal)).Order(StringComparer.Ordinal);
        Assert.Equal(Passed.Select(name => $"{name}: value of {name}").Order(StringComparer.Ordinal), seen);
    }
}
