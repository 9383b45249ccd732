using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.BadInput;

/// <summary>Whatever comes in: it is forwarded as it is or refused as HTTP says, and the sidecar goes on.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, string> OddRequests => new()
    {
        { "not JSON", "hello" },
        { "cut short", "{\"model\":\"gpt-5.4\",\"messages\":[{\"role\":" },
        { "empty", "" },
        { "another type", "[1,2,3]" },
        { "model is a number", "{\"model\":17,\"stream\":\"yes\"}" },
        { "duplicate keys", "{\"model\":\"a\",\"model\":\"gpt-5.4\",\"stream\":true,\"stream\":false,\"messages\":[]}" },
        { "deep", new string('[', 100_000) },
        { "deep objects", string.Concat(Enumerable.Repeat("{\"messages\":", 50_000)) },
        { "NUL bytes", "{\"model\":\"gpt\0-5.4\",\"messages\":\0[]}" },
        { "lone surrogate escape", "{\"model\":\"\\ud800\",\"messages\":[]}" },
        { "long model name", "{\"model\":\"" + new string('m', 100_000) + "\"}" },
        { "huge number", "{\"model\":\"gpt-5.4\",\"max_tokens\":1e99999,\"stream\":true}" },
        { "byte order mark", "\uFEFF{\"model\":\"gpt-5.4\",\"messages\":[]}" },
    };

    public static TheoryData<string> OddUsages =>
    [
        """{"prompt_tokens":-5,"completion_tokens":-1}""",
        """{"prompt_tokens":1e400,"completion_tokens":1e-400}""",
        """{"prompt_tokens":"nine","completion_tokens":"2"}""",
        """{"prompt_tokens":1180591620717411303424,"completion_tokens":9223372036854775807}""",
        """{"prompt_tokens":1.5,"completion_tokens":null}""",
        """{"prompt_tokens":{"a":[]},"completion_tokens":[true]}""",
        "\"none\"",
        "[]",
    ];

    [Theory]
    [MemberData(nameof(OddRequests))]
    public async Task OddRequest_IsForwardedAsItIs(string what, string body)
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);

        Assert.Equal(Calls.Answer, await sidecar.ChatAsync(body: body));

        Assert.True(body == provider.Received.BodyText, what);
        var row = await sidecar.RowAsync();
        Assert.Equal((ExchangeOutcome.Ok, 9, 2), (row.Outcome, row.Usage.InputTotal, row.Usage.OutputTotal));
        Assert.InRange(row.RequestModel?.Length ?? 0, 0, 128);
        Assert.DoesNotContain(row.RequestModel ?? "", char.IsControl);
    }

    [Fact]
    public async Task InvalidUtf8InTheModelName_IsForwardedAsItIs_AndTheRowIsReadable()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        byte[] body = [.. "{\"model\":\"gpt\xC3"u8[..^2], 0xC3, 0x28, 0xFF, .. "\",\"messages\":[]}"u8];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");

        using var answer = await sidecar.Http.PostAsync(new Uri(sidecar.Data, "/v1/chat/completions"), content);

        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal(body, provider.Received.Body);
        await sidecar.RowAsync();
        Assert.Single((await sidecar.GetJsonAsync("/api/exchanges")).GetProperty("items").EnumerateArray());
        Assert.NotEmpty(await sidecar.GetAdminAsync("/metrics"));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("rubbish;;;=")]
    public async Task WrongContentTypes_AreForwarded_AndTheAnswerIsReadAllTheSame(string contentType)
    {
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.Headers.ContentType = contentType;
            await context.Response.WriteAsync(Calls.Answer);
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);

        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: {contentType}\r\nContent-Length: {Calls.ChatBody.Length}\r\n\r\n{Calls.ChatBody}");

        var answer = await client.ReadResponseAsync();
        Assert.Equal((200, Calls.Answer), (answer.Status, answer.Text));
        Assert.Equal([contentType], answer.Header("Content-Type"));
        Assert.Equal(contentType, provider.Received.Headers["Content-Type"]);
        Assert.Equal(200, (await sidecar.RowAsync()).Status);
    }

    [Theory]
    [MemberData(nameof(OddUsages))]
    public async Task AbsurdUsage_IsUnknownOrAsReported_NeverNegative_AndSumsStillWork(string usage)
    {
        var body = Calls.Answer[..Calls.Answer.IndexOf("{\"prompt_tokens\"", StringComparison.Ordinal)] + usage + "}";
        await using var provider = await ScriptedUpstream.AnsweringAsync(body);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, "openai");

        Assert.Equal(body, await sidecar.ChatAsync());
        Assert.Equal(body, await sidecar.ChatAsync());

        var rows = await sidecar.RowsAsync(2);
        Assert.All(rows, r => Assert.False(r.Usage.InputTotal < 0 || r.Usage.OutputTotal < 0 || r.Cost.Total < 0, r.Usage.ToString()));
        Assert.All(rows, r => Assert.Equal(ExchangeOutcome.Ok, r.Outcome));
        Assert.Equal(2, (await sidecar.GetJsonAsync("/api/summary")).GetProperty("rows").EnumerateArray().Sum(r => r.GetProperty("exchanges").GetInt64()));
        Assert.Equal(2, await sidecar.MetricAsync("llmsentinel_exchanges_total"));
    }

    [Fact]
    public async Task HeaderFlood_Is431_AndOthersAreServed()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        var flood = string.Concat(Enumerable.Range(0, 5000).Select(i => $"x-flood-{i}: {new string('f', 100)}\r\n"));

        await client.SendAsync($"GET /v1/models HTTP/1.1\r\nHost: x\r\n{flood}\r\n");

        Assert.Equal(431, (await client.ReadResponseAsync()).Status);
        Assert.Empty(provider.Requests);
        Assert.Equal(Calls.Answer, await sidecar.ChatAsync());
    }

    [Fact]
    public async Task Http10_IsServed()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);

        await client.SendAsync($"POST /v1/chat/completions HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: {Calls.ChatBody.Length}\r\n\r\n{Calls.ChatBody}");

        var answer = Encoding.UTF8.GetString(await client.ReadToEndAsync());
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.EndsWith(Calls.Answer, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("Content-Length: 5, 6")]
    [InlineData("Content-Length: -5")]
    [InlineData("Content-Length: 0x5")]
    [InlineData("Transfer-Encoding: identity, chunked, identity")]
    [InlineData("Transfer-Encoding: xchunked")]
    public async Task AmbiguousLength_IsRefused_AndNothingIsForwarded(string headers)
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);

        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n{headers}\r\n\r\n12345GET /v1/models HTTP/1.1\r\nHost: x\r\n\r\n");

        Assert.InRange((await client.ReadResponseAsync()).Status, 400, 501);
        client.ShutdownSend();
        await client.ReadToEndAsync();
        Assert.DoesNotContain(provider.Requests, r => r.Method == "GET");
        Assert.Equal(200, await sidecar.ReadyAsync());
    }

    [Fact]
    public async Task ChunkedAndLengthAtOnce_ReachesTheProviderWithOneMeaning()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);

        // Read by its length, the body would be "0\r\n\r\n" and the rest a second request.
        await client.SendAsync("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        var status = (await client.ReadResponseAsync()).Status;

        Assert.All(provider.Requests, r => Assert.False(r.Headers.ContainsKey("Content-Length") && r.Headers.ContainsKey("Transfer-Encoding")));
        Assert.All(provider.Requests, r => Assert.Equal(0, r.BodyLength));
        Assert.True(status is 200 or 400);
    }

    [Fact]
    public async Task TenThousandModelNames_TakeTheirShareOfLabelsAndNoMore()
    {
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            var model = context.Request.Query["m"];
            await context.Response.WriteAsync(Calls.Answer.Replace("gpt-5.4", "model-" + model, StringComparison.Ordinal));
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);

        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            await sidecar.ChatAsync($"/v1/chat/completions?m={i}", Calls.ChatBody.Replace("gpt-5.4", $"model-{i}", StringComparison.Ordinal)));

        var rows = await sidecar.RowsAsync(10_000);
        Assert.InRange(rows.Select(r => r.ResponseModel).Distinct().Count(), 2, 201);
        Assert.InRange(rows.Select(r => r.RequestModel).Distinct().Count(), 2, 201);
        Assert.Contains("other", rows.Select(r => r.ResponseModel));
        Assert.True(await sidecar.MetricAsync("llmsentinel_label_overflows_total") > 0);
        Assert.Equal(10_000, await sidecar.MetricAsync("llmsentinel_exchanges_total"));
        Assert.InRange((await sidecar.GetAdminAsync("/metrics")).Length, 1, 8_000_000);
    }
}
