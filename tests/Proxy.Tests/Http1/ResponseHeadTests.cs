using System.Globalization;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>The client sees the upstream's head: its reason, its header values, its size.</summary>
public sealed class ResponseHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n")]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\nContent-Length: 9\r\n\r\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n")]
    public async Task InformationalAnswers_ArePassedOver(string before)
    {
        await using var setup = await WireSetup.AnsweringAsync(before + WireSetup.Answer("hi"));

        await setup.Client.GetAsync(WireSetup.Path);

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await setup.Client.ReadHeadAsync());
        Assert.Equal("hi", System.Text.Encoding.Latin1.GetString(await setup.Client.ReadExactlyAsync(2)));
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(1, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("200 Fine, Thanks", "200 Fine, Thanks")]
    [InlineData("200 200", "200 200")]
    [InlineData("599 Odd (very)", "599 Odd (very)")]
    [InlineData("299 ", "299 ")]
    [InlineData("299", "299 ")]
    public async Task Reason_IsKept(string sent, string expected)
    {
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 {sent}\r\nContent-Length: 0\r\n\r\n");

        Assert.StartsWith($"HTTP/1.1 {expected}\r\n", (await setup.GetAsync()).Head);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 ")]
    [InlineData("HTTP/1.1 200")]
    public async Task MissingReason_OfAKnownStatus_IsNoFault(string statusLine)
    {
        await using var setup = await WireSetup.AnsweringAsync($"{statusLine}\r\nContent-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.StartsWith("HTTP/1.1 200", response.Head);
        Assert.Equal("hi", response.Text);
    }

    [Theory]
    [InlineData("X-A:tight", "X-A: tight")]
    [InlineData("X-A: \t  padded \t ", "X-A: padded")]
    [InlineData("X-A: in  ner   spaces", "X-A: in  ner   spaces")]
    [InlineData("X-A: a\tb", "X-A: a\tb")]
    [InlineData("X-A:", "X-A: ")]
    [InlineData("X-A: a:b: c", "X-A: a:b: c")]
    [InlineData("x-MiXeD-cAsE: Value", "x-MiXeD-cAsE: Value")]
    [InlineData("X!#$%&'*+-.^_`|~9: tchar", "X!#$%&'*+-.^_`|~9: tchar")]
    [InlineData("ETag: W/\"a b\"", "ETag: W/\"a b\"")]
    [InlineData("Expires: -1", "Expires: -1")]
    [InlineData("Last-Modified: yesterday", "Last-Modified: yesterday")]
    [InlineData("Content-Type: text/;;odd", "Content-Type: text/;;odd")]
    [InlineData("Retry-After: soon", "Retry-After: soon")]
    [InlineData("Server: a (b, c) d/e,,f", "Server: a (b, c) d/e,,f")]
    [InlineData("Set-Cookie: a=b; Expires=Mon, 01 Jan 2024 00:00:00 GMT", "Set-Cookie: a=b; Expires=Mon, 01 Jan 2024 00:00:00 GMT")]
    public async Task HeaderLine_ArrivesAsItWasSent(string sent, string expected)
    {
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\n{sent}\r\nContent-Length: 0\r\n\r\n");

        Assert.Contains(expected, (await setup.GetAsync()).HeaderLines);
    }

    [Fact]
    public async Task HeaderValue_OfEveryLatin1Byte_ArrivesAsItWasSent()
    {
        var value = "<" + new string([.. Enumerable.Range(0x20, 0xe0).Where(c => c != 0x7f).Select(c => (char)c)]) + ">";
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\nX-A: {value}\r\nContent-Length: 0\r\n\r\n");

        Assert.Contains("X-A: " + value, (await setup.GetAsync()).HeaderLines);
    }

    [Theory]
    [InlineData("Set-Cookie")]
    [InlineData("X-Many")]
    [InlineData("Vary")]
    [InlineData("Link")]
    public async Task RepeatedHeader_StaysOnLinesOfItsOwn_InOrder(string name)
    {
        await using var setup = await WireSetup.AnsweringAsync(
            $"HTTP/1.1 200 OK\r\n{name}: b=2\r\nX-Between: 1\r\n{name}: a=1, c=3\r\n{name}: b=2\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(["b=2", "a=1, c=3", "b=2"], (await setup.GetAsync()).Header(name));
    }

    [Fact]
    public async Task FoldedHeaderLine_BecomesOneLine()
    {
        await using var setup = await WireSetup.AnsweringAsync("HTTP/1.1 200 OK\r\nX-Fold: a\r\n  b\r\n\tc\r\nX-B: 2\r\nContent-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.Equal(["a", "b", "c"], Assert.Single(response.Header("X-Fold")).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["2"], response.Header("X-B"));
        Assert.Equal("hi", response.Text);
    }

    [Fact]
    public async Task HeadOf60KB_Passes()
    {
        var value = new string('a', 60 * 1024);
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\nX-Big: {value}\r\nContent-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.Equal([value], response.Header("X-Big"));
        Assert.Equal("hi", response.Text);
    }

    [Fact]
    public async Task HeadOf500Headers_Passes()
    {
        var lines = Enumerable.Range(0, 500).Select(i => $"X-{i}: {i}").ToArray();
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\n{string.Join("\r\n", lines)}\r\nContent-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.Empty(lines.Except(response.HeaderLines));
        Assert.Equal("hi", response.Text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(70)]
    public async Task HeadBeyond64KB_Is502(int headers)
    {
        var head = string.Concat(Enumerable.Range(0, headers).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: {new string('a', 70 * 1024 / headers)}\r\n")));
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 200 OK\r\n{head}Content-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.Equal(502, response.Status);
        var row = await setup.Proxy.RowAsync();
        Assert.Equal(ExchangeOutcome.UpstreamAborted, row.Outcome);
        Assert.Equal(502, row.Status);
        Assert.Equal("sentinel_upstream_unreachable", row.ErrorType);
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    [Fact]
    public async Task ReasonWithALineEndInIt_IsReplaced()
    {
        await using var setup = await WireSetup.AnsweringAsync("HTTP/1.1 200 O\rX-Injected: 1\r\nContent-Length: 2\r\n\r\nhi");

        var response = await setup.GetAsync();

        Assert.Equal("hi", response.Text);
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", response.Head);
    }
}
