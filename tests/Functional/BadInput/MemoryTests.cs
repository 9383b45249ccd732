using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.BadInput;

/// <summary>The memory of the program itself, in a process of its own: bodies pass through and are not held.</summary>
[Slow]
public sealed class MemoryTests
{
    private const long MiB = 1 << 20;
    private const long Most = 200 * MiB;
    private const long Gigabyte = 1L << 30;

    [Fact]
    public async Task BodyOfAGigabyte_BothWays_IsNeverHeld()
    {
        await using var provider = await ScriptedUpstream.StartAsync(
            async context =>
            {
                var length = await CountAsync(context.Request.Body);
                context.Response.ContentType = "application/json";
                context.Response.Headers["x-got"] = length.ToString(System.Globalization.CultureInfo.InvariantCulture);
                await using var body = new PatternStream(Gigabyte);
                await body.CopyToAsync(context.Response.Body, 1 << 16, context.RequestAborted);
            },
            readBodyFirst: false);
        using var folder = new TempDirectory();
        await using var sentinel = await StartAsync(folder, provider.BaseAddress);
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(10) };
        await WarmAsync(http, sentinel);
        var before = sentinel.WorkingSet;
        using var watch = new PeakWatch(() => sentinel.WorkingSet);

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sentinel.Data, "/v1/chat/completions"))
        {
            Content = new StreamContent(new PatternStream(Gigabyte), 1 << 16),
        };
        request.Content.Headers.ContentType = new("application/json");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var got = await CountAsync(await answer.Content.ReadAsStreamAsync());

        Assert.Equal([Gigabyte.ToString(System.Globalization.CultureInfo.InvariantCulture)], answer.Headers.GetValues("x-got"));
        Assert.Equal(Gigabyte, got);
        Assert.InRange(await watch.StopAsync() - before, long.MinValue, Most);
    }

    [Fact]
    public async Task EndlessStream_UntilItsClientLeaves_IsNeverHeld()
    {
        var chunk = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Calls.Chunk, 500)));
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.RequestAborted.Register(() => left.TrySetResult());
            context.Response.ContentType = "text/event-stream";
            while (true)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        using var folder = new TempDirectory();
        await using var sentinel = await StartAsync(folder, provider.BaseAddress);
        using var http = new HttpClient();
        using var watch = new PeakWatch(() => sentinel.WorkingSet);
        var before = sentinel.WorkingSet;

        using (var request = Calls.Post(sentinel.Data, "/v1/chat/completions", Calls.StreamBody))
        using (var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead))
        {
            var body = await answer.Content.ReadAsStreamAsync();
            var buffer = new byte[1 << 16];
            for (var got = 0L; got < 300 * MiB;)
                got += await body.ReadAsync(buffer);
        }

        await Eventually.CompletesAsync(left.Task, "the provider's stream ends with the client");
        Assert.InRange(await watch.StopAsync() - before, long.MinValue, Most);
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync(new Uri(sentinel.Admin, "/api/exchanges"))).Contains("client_aborted", StringComparison.Ordinal), "the call is a row");
    }

    [Fact]
    public async Task TwentyThousandCalls_LeaveNoMemoryBehind()
    {
        await using var provider = new RawTcpUpstream(async connection =>
        {
            var answer = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Calls.Answer.Length}\r\n\r\n{Calls.Answer}";
            while (true)
            {
                await connection.ReadUntilAsync("\r\n\r\n");
                await connection.ReadExactlyAsync(Calls.ChatBody.Length);
                await connection.SendAsync(answer);
            }
        });
        using var folder = new TempDirectory();
        await using var sentinel = await StartAsync(folder, provider.BaseAddress);
        using var http = new HttpClient();
        await CallAsync(http, sentinel.Data, 5_000);
        var before = sentinel.WorkingSet;

        await CallAsync(http, sentinel.Data, 20_000);

        Assert.InRange(sentinel.WorkingSet - before, long.MinValue, 60 * MiB);
        await Eventually.TrueAsync(
            async () => (await http.GetStringAsync(new Uri(sentinel.Admin, "/api/status"))).Contains("\"written\":25000", StringComparison.Ordinal), "every call is written");
    }

    private static Task CallAsync(HttpClient http, Uri sidecar, int count) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, stop) =>
        {
            using var request = Calls.Post(sidecar, "/v1/chat/completions", Calls.ChatBody);
            using var answer = await http.SendAsync(request, stop);
            Assert.Equal(200, (int)answer.StatusCode);
        });

    private static async Task WarmAsync(HttpClient http, SentinelProcess sentinel)
    {
        using var answer = await http.GetAsync(new Uri(sentinel.Admin, "/api/status"));
        Assert.True(answer.IsSuccessStatusCode);
    }

    private static Task<SentinelProcess> StartAsync(TempDirectory folder, Uri upstream) => SentinelProcess.StartAsync(
        folder, $$"""upstreams: { llm: { preset: openai-compatible, address: "{{upstream.AbsoluteUri.TrimEnd('/')}}" } }""");

    private static async Task<long> CountAsync(Stream body)
    {
        var buffer = new byte[1 << 16];
        var length = 0L;
        while (await body.ReadAsync(buffer) is > 0 and var count)
            length += count;
        return length;
    }
}
