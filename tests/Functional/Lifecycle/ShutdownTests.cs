using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using Microsoft.AspNetCore.Http;

namespace LlmSentinel.Functional.Lifecycle;

/// <summary>A stop takes no answer away that can still be given, and no row with it.</summary>
public sealed class ShutdownTests
{
    [Fact]
    public async Task Stop_StreamInFlight_FinishesWhileReadinessIsOff_AndItsRowIsWritten()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StreamAsync(go.Task);
        using var folder = new TempDirectory();
        var database = folder.File("kept.db");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, settings: [("store.path", database), ("proxy.drainTimeout", "60s")]);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        await client.PostAsync("/v1/chat/completions", Calls.StreamBody);
        var head = await client.ReadHeadAsync();

        var stopping = sidecar.Host.StopAsync();
        await Eventually.TrueAsync(async () => await sidecar.ReadyAsync() == 503, "readiness is off");
        Assert.False(stopping.IsCompleted);
        go.SetResult();

        var answer = await client.ReadBodyAsync(head);
        Assert.True(answer.Complete);
        Assert.Equal(Calls.Chunk + Calls.StreamEnd, answer.Text);
        await Eventually.CompletesAsync(stopping, "the sidecar stops");
        var row = Assert.Single(await StoredRows.ReadAsync(database));
        Assert.Equal((ExchangeOutcome.Ok, UsageSource.Reported, 2), (row.Outcome, row.Usage.Source, row.Usage.OutputTotal));
    }

    [Fact]
    public async Task Stop_StreamLongerThanTheDrainTime_IsCut_AndItsRowIsWritten()
    {
        await using var provider = await StreamAsync(Task.Delay(Timeout.Infinite));
        using var folder = new TempDirectory();
        var database = folder.File("kept.db");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, settings: [("store.path", database), ("proxy.drainTimeout", "200ms")]);
        await using var client = await RawHttpClient.ConnectAsync(sidecar.Data);
        await client.PostAsync("/v1/chat/completions", Calls.StreamBody);
        var head = await client.ReadHeadAsync();

        await Eventually.CompletesAsync(sidecar.Host.StopAsync(), "the sidecar stops");

        Assert.False((await client.ReadBodyAsync(head)).Complete);
        await Eventually.CompletesAsync(provider.Received.Aborted, "the provider's stream is cut as well");
        var row = Assert.Single(await StoredRows.ReadAsync(database));
        Assert.Equal(FinishReason.IncompleteStream, row.FinishReason);
        Assert.NotEqual(ExchangeOutcome.Ok, row.Outcome);
    }

    [Fact]
    public async Task Stop_RightAfterManyCalls_EveryAnsweredCallIsARow()
    {
        const int Count = 200;
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        var database = folder.File("kept.db");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: ("store.path", database));

        await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => sidecar.ChatAsync()));
        await sidecar.Host.StopAsync();

        var rows = await StoredRows.ReadAsync(database);
        Assert.Equal(Count, rows.Count);
        Assert.Equal(Count, rows.Select(r => r.Id).Distinct().Count());
        Assert.Equal(0, sidecar.StoreStatus.Dropped);
    }

    [Fact]
    public async Task Stop_WhileManyCallsWaitForTheirAnswer_AllAreAnsweredAndEveryOneIsARow()
    {
        const int Count = 200;
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedUpstream.StartAsync(async context =>
        {
            await go.Task.WaitAsync(context.RequestAborted);
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Calls.Answer);
        });
        using var folder = new TempDirectory();
        var database = folder.File("kept.db");
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, settings: [("store.path", database), ("proxy.drainTimeout", "60s")]);
        var calls = Enumerable.Range(0, Count).Select(_ => sidecar.ChatAsync()).ToArray();
        await Eventually.TrueAsync(() => provider.Requests.Count == Count, "all calls reach the provider");

        var stopping = sidecar.Host.StopAsync();
        await Eventually.TrueAsync(async () => await sidecar.ReadyAsync() == 503, "readiness is off");
        go.SetResult();

        Assert.All(await Task.WhenAll(calls), answer => Assert.Equal(Calls.Answer, answer));
        await Eventually.CompletesAsync(stopping, "the sidecar stops");
        var rows = await StoredRows.ReadAsync(database);
        Assert.Equal(Count, rows.Count);
        Assert.All(rows, r => Assert.Equal(ExchangeOutcome.Ok, r.Outcome));
    }

    [Fact]
    public async Task Sigterm_StreamInFlight_FinishesAndTheProcessEndsWell()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await StreamAsync(go.Task);
        using var folder = new TempDirectory();
        await using var sentinel = await SentinelProcess.StartAsync(
            folder, $$"""upstreams: { llm: { preset: openai-compatible, address: "{{provider.BaseAddress.AbsoluteUri.TrimEnd('/')}}" } }""", ("proxy.drainTimeout", "60s"));
        await using var client = await RawHttpClient.ConnectAsync(sentinel.Data);
        await client.PostAsync("/v1/chat/completions", Calls.StreamBody);
        var head = await client.ReadHeadAsync();

        await sentinel.TerminateAsync();
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                using var ready = await http.GetAsync(new Uri(sentinel.Admin, "/readyz"));
                return (int)ready.StatusCode == 503;
            },
            "readiness is off");
        go.SetResult();

        Assert.True((await client.ReadBodyAsync(head)).Complete);
        Assert.Equal(0, await sentinel.ExitCodeAsync());
        Assert.Equal(ExchangeOutcome.Ok, Assert.Single(await StoredRows.ReadAsync(folder.File("sentinel.db"))).Outcome);
    }

    /// <summary>A stream that sends one chunk, waits, and ends.</summary>
    private static Task<ScriptedUpstream> StreamAsync(Task until) => ScriptedUpstream.StartAsync(async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Calls.Chunk);
        await context.Response.Body.FlushAsync();
        await until.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync(Calls.StreamEnd);
    });
}
