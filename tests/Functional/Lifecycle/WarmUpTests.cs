using LlmSentinel.Functional.Harness;
using LlmSentinel.Hosting.Warming;
using LlmSentinel.Sentinel.Hosting;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Functional.Lifecycle;

/// <summary>The path is warm before readiness is reported; calls need not wait for it, and nothing of it is to be seen.</summary>
public sealed class WarmUpTests
{
    private static readonly (string, string) On = ("proxy.warmUp", "true");

    [Fact]
    public async Task Readiness_ComesAfterTheWarmUp_CallsAreAnsweredAndRecordedBefore()
    {
        var warm = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, FullEdition.Instance with { WarmUpAsync = (_, _) => warm.Task }, On);

        Assert.Equal(503, await sidecar.ReadyAsync());
        Assert.Equal(Calls.Answer, await sidecar.ChatAsync());
        Assert.Single(await sidecar.RowsAsync());
        Assert.Equal(503, await sidecar.ReadyAsync());
        warm.SetResult();

        await Eventually.TrueAsync(async () => await sidecar.ReadyAsync() == 200, "it is ready");
    }

    [Fact]
    public async Task Stop_DuringTheWarmUp_EndsIt()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, FullEdition.Instance with { WarmUpAsync = (_, stop) => Task.Delay(Timeout.Infinite, stop).ContinueWith(_ => { }, TaskScheduler.Default) }, On);

        await Eventually.CompletesAsync(sidecar.Host.StopAsync(), "the sidecar stops");
    }

    [Fact]
    public async Task TheRealOne_LeavesNothing()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, FullEdition.Instance with { WarmUpAsync = async (services, stop) => { await WarmUp.RunAsync(services, stop); done.SetResult(); } }, On);

        await Eventually.CompletesAsync(done.Task, "the warm-up ends");
        await Eventually.TrueAsync(async () => await sidecar.ReadyAsync() == 200, "it is ready");

        Assert.Empty(provider.Requests);
        Assert.Empty(await sidecar.StoredAsync());
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_exchanges_total"));
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_stage_failures_total"));
        Assert.DoesNotContain("warm", await sidecar.GetAdminAsync("/metrics"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["sentinel.db", "sentinel.db-shm", "sentinel.db-wal", "sentinel.db.app-key", "sentinel.db.lock"],
            Directory.EnumerateFiles(sidecar.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task TheProgram_RecordsTheCallThatWasMade_AndNoneOfItsOwn()
    {
        using var folder = new TempDirectory();
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sentinel = await SentinelProcess.StartAsync(
            folder, $$"""upstreams: { llm: { preset: openai-compatible, address: "{{provider.BaseAddress.AbsoluteUri.TrimEnd('/')}}" } }""", On);
        using var http = new HttpClient();

        using var call = Calls.Post(sentinel.Data, "/v1/chat/completions", Calls.ChatBody);
        using var answer = await http.SendAsync(call);
        Assert.Equal(Calls.Answer, await answer.Content.ReadAsStringAsync());
        await Eventually.TrueAsync(
            async () =>
            {
                using var ready = await http.GetAsync(new Uri(sentinel.Admin, "/readyz"));
                return ready.IsSuccessStatusCode;
            },
            "it is ready");
        var metrics = await http.GetStringAsync(new Uri(sentinel.Admin, "/metrics"));
        await sentinel.TerminateAsync();

        Assert.Equal(0, await sentinel.ExitCodeAsync());
        Assert.Single(provider.Requests);
        Assert.Single(await StoredRows.ReadAsync(folder.File("sentinel.db")));
        Assert.DoesNotContain("llmsentinel_stage_failures_total{", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatCannotBeWarmed_IsReadyAllTheSame()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress,
            FullEdition.Instance with { WarmUpAsync = (services, stop) => WarmUp.RunAsync(services, (_, _) => throw new IOException("no port"), stop) },
            On);

        await Eventually.TrueAsync(async () => await sidecar.ReadyAsync() == 200, "it is ready");
        Assert.Equal(Calls.Answer, await sidecar.ChatAsync());
    }
}
