using System.Text;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Simulator;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.Complaints;

/// <summary>What users of other proxies complain about, about streams and clients that leave.</summary>
public sealed class StreamComplaintTests
{
    [Fact]
    public async Task TokensOfStreams_AreInTheHistogramAsOftenAsInTheRows()
    {
        const int Count = 100;
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.Address, "anthropic");

        await Task.WhenAll(Enumerable.Range(0, Count).Select(i => sidecar.ChatAsync(
            "/v1/messages", $$"""{"model":"claude-sonnet-4-5","stream":true,"max_tokens":64,"messages":[{"role":"user","content":"Number {{i}}"}]}""")));

        var rows = await sidecar.RowsAsync(Count);
        Assert.All(rows, r => Assert.Equal(UsageSource.Reported, r.Usage.Source));
        Assert.Equal(Count, await sidecar.MetricAsync("gen_ai_client_token_usage_count", "gen_ai_token_type=\"output\""));
        Assert.Equal(rows.Sum(r => r.Usage.OutputTotal), (long)await sidecar.MetricAsync("gen_ai_client_token_usage_sum", "gen_ai_token_type=\"output\""));
        Assert.Equal(rows.Sum(r => r.Usage.InputTotal), (long)await sidecar.MetricAsync("gen_ai_client_token_usage_sum", "gen_ai_token_type=\"input\""));
    }

    [Fact]
    public async Task UsageEvent_CutAnywhereIntoTwoPackets_IsNotLost()
    {
        var body = Encoding.UTF8.GetBytes(Calls.Chunk + Calls.StreamEnd);
        var usageEvent = Encoding.UTF8.GetByteCount(Calls.Chunk) + Calls.StreamEnd.IndexOf("\n\n", StringComparison.Ordinal) + 2;
        var cut = usageEvent;
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.WriteAsync(body.AsMemory(0, cut));
            await context.Response.Body.FlushAsync();
            await context.Response.Body.WriteAsync(body.AsMemory(cut));
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);

        for (; cut < body.Length; cut++)
            Assert.Equal(Encoding.UTF8.GetString(body), await sidecar.ChatAsync(body: Calls.StreamBody));

        var rows = await sidecar.RowsAsync(body.Length - usageEvent);
        Assert.Equal(body.Length - usageEvent, rows.Count);
        Assert.All(rows, r => Assert.Equal((UsageSource.Reported, 9, 2), (r.Usage.Source, r.Usage.InputTotal, r.Usage.OutputTotal)));
    }

    [Fact]
    public async Task ManyStreamsWithoutAnIdOfTheirOwn_AreAllStored()
    {
        // The id of a row is the sidecar's own: a provider that sends none, or the same for all, makes no two calls one.
        var stream = Calls.Chunk.Replace("chatcmpl-1", "", StringComparison.Ordinal) + Calls.StreamEnd.Replace("chatcmpl-1", "", StringComparison.Ordinal);
        await using var provider = await ScriptedUpstream.AnsweringAsync(stream, "text/event-stream");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => sidecar.ChatAsync(body: Calls.StreamBody)));

        var rows = await sidecar.RowsAsync(50);
        Assert.Equal(50, rows.Select(r => r.Id).Distinct().Count());
        Assert.DoesNotContain(Guid.Empty, rows.Select(r => r.Id));
    }

    [Fact]
    public async Task GroqStreamAskedForUsage_PassesAndIsCounted()
    {
        const string End =
            "data: {\"id\":\"chatcmpl-1\",\"model\":\"llama-3.3-70b-versatile\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"id\":\"req_1\",\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}}\n\n"
            + "data: {\"id\":\"chatcmpl-1\",\"model\":\"llama-3.3-70b-versatile\",\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"total_tokens\":11}}\n\ndata: [DONE]\n\n";
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Chunk + End, "text/event-stream");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, "groq");

        Assert.Equal(Calls.Chunk + End, await sidecar.ChatAsync(body: Calls.StreamBody));

        var row = await sidecar.RowAsync();
        Assert.Equal((ExchangeOutcome.Ok, 9, 2), (row.Outcome, row.Usage.InputTotal, row.Usage.OutputTotal));
        Assert.Equal(200, await sidecar.ReadyAsync());
    }

    [Fact]
    public async Task ClientThatLeavesMidStream_StopsTheProvider_AndIsARowWithWhatItUsed()
    {
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.Address, "anthropic");
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        await client.PostAsync(
            "/v1/messages", """{"model":"claude-sonnet-4-5","stream":true,"max_tokens":100000,"messages":[{"role":"user","content":"go on"}]}""",
            "x-sim-tokens: 50000", "x-sim-chunks: 50000", "x-sim-interval-ms: 5");
        await client.ReadUntilAsync("content_block_delta");
        client.Reset();

        await Eventually.TrueAsync(() => provider.Stats.Totals is { ClientAborted: 1, InFlight: 0 }, "the provider stops");
        var row = await sidecar.RowAsync();
        Assert.Equal((ExchangeOutcome.ClientAborted, FinishReason.IncompleteStream), (row.Outcome, row.FinishReason));
        Assert.True(row.Usage.InputTotal > 0);
        Assert.True(row.Usage.OutputTotal > 0);
        Assert.True(row.Cost.Total > 0);
        Assert.Equal(1, await sidecar.MetricAsync("llmsentinel_exchanges_total", "client_aborted"));
    }

    [Fact]
    public async Task StreamThatFailsHalfway_IsStored()
    {
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.Address);
        foreach (var fail in (string[])["reset", "truncate", "error-event"])
        {
            await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
            await client.PostAsync("/v1/chat/completions", Calls.StreamBody, "x-sim-tokens: 40", "x-sim-chunks: 20", "x-sim-fail: " + fail, "x-sim-flush: each");
            await client.ReadResponseAsync();
        }

        var rows = await sidecar.RowsAsync(3);
        Assert.Equal(
            [ExchangeOutcome.UpstreamAborted, ExchangeOutcome.UpstreamAborted, ExchangeOutcome.ServerError], rows.Select(r => r.Outcome));
        Assert.All(rows, r => Assert.True(r.Usage.OutputTotal > 0));
    }

    [Theory]
    [InlineData("text/event-stream", "/v1/chat/completions")]
    [InlineData("text/event-stream", "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse")]
    [InlineData("application/x-ndjson", "/api/chat")]
    [InlineData("application/vnd.amazon.eventstream", "/model/m/converse-stream")]
    public async Task StreamThatEndsBeforeItsFirstEvent_IsNoSuccess(string contentType, string path)
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync("", contentType);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);

        Assert.Empty(await sidecar.ChatAsync(path));

        var row = await sidecar.RowAsync();
        Assert.Equal((200, true, ExchangeOutcome.UpstreamAborted, FinishReason.IncompleteStream), (row.Status, row.Streamed, row.Outcome, row.FinishReason));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task CompressedStream_IsNeitherEmptiedNorHeldBack(string encoding)
    {
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.Address);
        string[] headers = ["Accept-Encoding: " + encoding, "x-sim-encoding: " + encoding, "x-sim-tokens: 30", "x-sim-ordinal: 0"];
        await using var direct = await RawHttpClient.ConnectAsync(provider.Address);
        await direct.PostAsync("/v1/chat/completions", Calls.StreamBody, headers);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        await client.PostAsync("/v1/chat/completions", Calls.StreamBody, headers);

        var expected = await direct.ReadResponseAsync();
        var answer = await client.ReadResponseAsync();
        Assert.Equal([encoding], answer.Header("Content-Encoding"));
        Assert.NotEmpty(answer.Body);
        Assert.Equal(expected.Body.Length, answer.Body.Length);
        Assert.Equal((UsageSource.Reported, 30), ((await sidecar.RowAsync()).Usage.Source, (await sidecar.RowAsync()).Usage.OutputTotal));
    }

    [Fact]
    public async Task ToolArguments_ArriveAsTheyAreSent_NotHeldBackAndThenAllAtOnce()
    {
        var next = new SemaphoreSlim(0);
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 20; i++)
            {
                await context.Response.WriteAsync(Delta(i));
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, "anthropic");
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        await client.PostAsync("/v1/messages", """{"model":"claude-sonnet-4-5","stream":true,"max_tokens":64,"messages":[]}""");

        // Each piece must be here before the provider may send the next.
        for (var i = 0; i < 20; i++)
        {
            await client.ReadUntilAsync($"piece-{i} ");
            next.Release();
        }

        static string Delta(int i) =>
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"piece-" + i + " \"}}\n\n";
    }

    [Fact]
    public async Task HeadersThatKeepNginxFromBuffering_ReachTheClient()
    {
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers["X-Accel-Buffering"] = "no";
            context.Response.Headers.CacheControl = "no-cache";
            await context.Response.WriteAsync(Calls.StreamEnd);
        });
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);

        await client.PostAsync("/v1/chat/completions", Calls.StreamBody);

        var answer = await client.ReadResponseAsync();
        Assert.Equal(["no"], answer.Header("X-Accel-Buffering"));
        Assert.Equal(["no-cache"], answer.Header("Cache-Control"));
    }
}
