using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Simulator;
using LlmSentinel.Testing.Http;

namespace LlmSentinel.Functional.Complaints;

/// <summary>What users of other proxies complain about, about metrics.</summary>
public sealed class MetricComplaintTests
{
    [Fact]
    public async Task MistypedModelNames_MakeNoSeriesOfTheirOwn()
    {
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.Address);
        for (var i = 0; i < 50; i++)
        {
            using var request = Calls.Post(
                sidecar.Data, "/v1/chat/completions", Calls.ChatBody.Replace("gpt-5.4", $"gtp-{i}", StringComparison.Ordinal), ("x-sim-status", "404"));
            using var answer = await sidecar.Http.SendAsync(request);
            Assert.Equal(404, (int)answer.StatusCode);
        }

        Assert.Equal(50, (await sidecar.RowsAsync(50)).Count);
        Assert.DoesNotContain("gtp-", await sidecar.GetAdminAsync("/metrics"), StringComparison.Ordinal);
        Assert.Equal(50, await sidecar.MetricAsync("llmsentinel_exchanges_total"));
    }

    [Fact]
    public async Task ModelWhoseFirstStreamBreaksOff_KeepsItsName()
    {
        await using var provider = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.Address, "gemini");
        using var request = Calls.Post(
            sidecar.Data, "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", """{"contents":[{"parts":[{"text":"hello"}]}]}""",
            ("x-sim-fail", "truncate"), ("x-sim-fail-after", "0"));

        using var answer = await sidecar.Http.SendAsync(request);

        var row = await sidecar.RowAsync();
        Assert.NotEqual(ExchangeOutcome.Ok, row.Outcome);
        Assert.Equal("gemini-2.5-flash", row.RequestModel);
    }

    [Fact]
    public async Task ManyApplications_TakeTheirShareOfLabelsAndNoMore()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress, settings: [("telemetry.labelApps", "true"), ("proxy.maxApps", "20")]);
        for (var i = 0; i < 200; i++)
        {
            using var request = Calls.Post(sidecar.Data, "/v1/chat/completions", Calls.ChatBody, ("Authorization", $"Bearer sk-{i}"));
            using var answer = await sidecar.Http.SendAsync(request);
        }

        var rows = await sidecar.RowsAsync(200);
        Assert.Equal(21, rows.Select(r => r.App).Distinct().Count());
        Assert.Equal(200, await sidecar.MetricAsync("llmsentinel_exchanges_total"));
        var series = (await sidecar.GetAdminAsync("/metrics")).Split('\n').Count(l => l.StartsWith("llmsentinel_exchanges_total{", StringComparison.Ordinal));
        Assert.Equal(21, series);
    }

    [Fact]
    public async Task EveryScrape_ShowsTheWholeProcess_WhicheverConnectionAsks()
    {
        await using var provider = await ScriptedUpstream.AnsweringAsync(Calls.Answer);
        await using var sidecar = await SidecarUnderTest.InFrontOfAsync(provider.BaseAddress);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => sidecar.ChatAsync()));
        await sidecar.RowsAsync(100);

        var scrapes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => sidecar.MetricAsync("llmsentinel_exchanges_total")));

        Assert.All(scrapes, seen => Assert.Equal(100, seen));
    }
}
