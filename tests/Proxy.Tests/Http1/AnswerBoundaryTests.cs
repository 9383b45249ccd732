using System.Text;

namespace LlmSentinel.Proxy.Tests.Http1;

/// <summary>Bytes that belong to no request are never taken for the answer to the next one.</summary>
public sealed class AnswerBoundaryTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\n";
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nEVIL";

    [Theory]
    [InlineData(Ok + "Content-Length: 2\r\n\r\nhi", Evil)]
    [InlineData(Ok + "Content-Length: 2\r\n\r\nhi", "\r\n")]
    [InlineData(Ok + "Content-Length: 2\r\n\r\nhi", "x")]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", Evil)]
    [InlineData(Ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n", "x")]
    public async Task BytesBehindAnAnswer_AreNotTheNextAnswer(string answer, string extra)
    {
        await using var setup = await WireSetup.AnsweringAsync(answer + extra);

        Assert.Equal("hi", (await setup.GetAsync()).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(2, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData("GET", "304 Not Modified", "Content-Length: 4\r\n\r\nEVIL")]
    [InlineData("GET", "304 Not Modified", "\r\n" + Evil)]
    [InlineData("GET", "204 No Content", "\r\n" + Evil)]
    [InlineData("HEAD", "200 OK", "Content-Length: 4\r\n\r\nEVIL")]
    [InlineData("HEAD", "200 OK", "Transfer-Encoding: chunked\r\n\r\n4\r\nEVIL\r\n0\r\n\r\n")]
    public async Task BodyWhereThereIsNone_IsNotTheNextAnswer(string method, string status, string rest)
    {
        await using var setup = await WireSetup.AnsweringAsync($"HTTP/1.1 {status}\r\n{rest}");

        await setup.Client.SendAsync($"{method} {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 " + status, (await setup.Client.ReadResponseAsync(toHeadRequest: true)).Head);
        await setup.Client.GetAsync("/v1/next");

        Assert.StartsWith("HTTP/1.1 200 OK\r\n", await setup.Client.ReadHeadAsync());
        Assert.Equal("next", Encoding.Latin1.GetString(await setup.Client.ReadExactlyAsync(4)));
        Assert.Equal(2, setup.Upstream.Connections);
    }

    [Theory]
    [InlineData(Evil)]
    [InlineData("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("x")]
    public async Task UnaskedBytesOnAnIdleConnection_AreNotTheNextAnswer(string unasked)
    {
        var answered = new TaskCompletionSource();
        var sent = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            await request.SendAsync(WireSetup.Answer(request.Target == WireSetup.Path ? "hi" : "next"));
            if (request.Target != WireSetup.Path)
                return;
            await answered.Task;
            await request.SendAsync(unasked);
            sent.SetResult();
        });

        Assert.Equal("hi", (await setup.GetAsync()).Text);
        answered.SetResult();
        await sent.Task;

        Assert.Equal("next", (await setup.NextAsync()).Text);
        Assert.Equal(2, setup.Upstream.Connections);
    }

    /// <summary>To the upstream <c>head</c> is a method like any other, and so its answer has a body.</summary>
    [Fact]
    public async Task BodyOfAnAnswerToALowerCaseHead_IsTheClients()
    {
        var headSeen = new TaskCompletionSource();
        await using var setup = await WireSetup.StartAsync(async request =>
        {
            if (request.Target != WireSetup.Path)
            {
                await request.SendAsync(WireSetup.Answer("next"));
                return;
            }

            await request.SendAsync("HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 4\r\n\r\n");
            await headSeen.Task;
            await request.SendAsync("EVIL");
        });

        await setup.Client.SendAsync($"head {WireSetup.Path} HTTP/1.1\r\nHost: x\r\n\r\n");
        var head = await setup.Client.ReadHeadAsync();
        headSeen.SetResult();

        Assert.Equal("EVIL", (await setup.Client.ReadBodyAsync(head)).Text);
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }

    /// <summary>Nobody can tell whether the body of a 205 is still to come: its connection is not used again.</summary>
    [Theory]
    [InlineData("Content-Length: 4\r\n\r\n", "EVIL")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n", "0\r\n\r\n")]
    public async Task ResetContentWithABodyThatComesLate_IsNotTheNextAnswer(string rest, string late)
    {
        await using var setup = await WireSetup.StartAsync(request => request.SendAsync(
            request.Target == WireSetup.Path ? "HTTP/1.1 205 Reset Content\r\n" + rest
            : request.Nth > 1 ? late + WireSetup.Answer("late")
            : WireSetup.Answer("next")));

        Assert.Equal(205, (await setup.GetAsync()).Status);
        Assert.Equal("next", (await setup.NextAsync()).Text);
    }
}
