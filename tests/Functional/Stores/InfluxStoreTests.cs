using LlmSentinel.Functional.Harness;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Http;
using LlmSentinel.Testing.Servers;

namespace LlmSentinel.Functional.Stores;

/// <summary>The whole sidecar with an InfluxDB server as its store.</summary>
public sealed class InfluxStoreTests
{
    [Fact]
    public async Task ServerAwayAtStart_CallsAreAnswered_AndArriveWhenItIsThere()
    {
        await using var server = InfluxServer.Stopped();
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: Influx(server.Url, folder.File("spool")));

        for (var i = 0; i < 10; i++)
            Assert.Equal(Calls.Answer, await sidecar.ChatAsync());
        await Eventually.TrueAsync(() => sidecar.StoreStatus is { Written: 10, Healthy: false }, "all are in the spool, and the store says what is wrong");
        Assert.Equal(200, await sidecar.ReadyAsync());
        Assert.Equal(10, await sidecar.MetricAsync("llmsentinel_spool_points"));
        Assert.Equal(0, await sidecar.MetricAsync("llmsentinel_store_healthy"));
        Assert.True(await sidecar.MetricAsync("llmsentinel_store_write_retries_total") >= 1);
        var store = Assert.Single((await sidecar.GetJsonAsync("/api/status")).GetProperty("stores").EnumerateArray());
        Assert.Contains("cannot be reached", store.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal(10, store.GetProperty("delivery").GetProperty("waitingPoints").GetInt64());

        await server.RunAsync();
        await Eventually.TrueAsync(
            async () => await sidecar.MetricAsync("llmsentinel_spool_delivered_total") == 10, "the points are delivered", TimeSpan.FromMinutes(3));

        var rows = await server.QueryAsync("SELECT upstream, model, input_tokens FROM llm_exchange");
        Assert.Equal(10, rows.Count);
        Assert.All(rows, row => Assert.Equal(("llm", "gpt-5.4", 9), (row["upstream"].GetString(), row["model"].GetString(), row["input_tokens"].GetInt64())));
        Assert.Equal((0, 1), (await sidecar.MetricAsync("llmsentinel_spool_points"), await sidecar.MetricAsync("llmsentinel_store_healthy")));
        Assert.True(await sidecar.MetricAsync("llmsentinel_store_write_duration_seconds_count", "result=\"written\"") >= 1);
    }

    [Fact]
    public async Task StoppedWhileTheServerIsThere_WhatWasRecordedHasArrived()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        using var folder = new TempDirectory();
        await using (var sidecar = await SidecarUnderTest.InFrontOfAsync(
            provider.BaseAddress, settings: [.. Influx(server.Url, folder.File("spool")), ("store.batch.age", "10m")]))
        {
            for (var i = 0; i < 5; i++)
                await sidecar.ChatAsync();
        }

        Assert.Equal(5, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64());
    }

    private static (string, string)[] Influx(string url, string spool) =>
    [
        ("store.kind", "influxdb"), ("store.url", url.TrimEnd('/')), ("store.bucket", InfluxServer.Database), ("store.spool.path", spool),
    ];
}
