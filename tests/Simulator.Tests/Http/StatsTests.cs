using System.Text.Json;

namespace LlmSentinel.Simulator.Tests.Http;

public sealed class StatsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoHundredStreams_EveryFifthAborted_AreCountedExactly()
    {
        await using var sim = await SimulatorFixture.StartAsync();

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            // Those that leave would otherwise stay for ever, so leaving is what ends them.
            (string, string)[] headers = i % 5 == 0 ? [("x-sim-fail", "stall")] : [("x-sim-interval-ms", "2"), ("x-sim-tokens", "20")];
            using var response = await sim.SendAsync(Requests.ChatPath, Requests.Chat($"call {i}", stream: true, usage: true), headers);
            if (i % 5 == 0)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(Cancel);
                Assert.True(await stream.ReadAsync(new byte[64], Cancel) > 0);
                return;
            }
            Assert.EndsWith("data: [DONE]\n\n", await response.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }));
        await sim.Host.WhenIdleAsync(Cancel);

        var totals = sim.Host.Stats.Totals;
        Assert.Equal((200, 160, 40, 0), (totals.Requests, totals.Completed, totals.ClientAborted, totals.Broken));
        Assert.Equal((160 * 2, 160 * 20), (totals.Usage.Input, totals.Usage.Output));
        Assert.Equal(160, sim.Host.Stats.Models["gpt-5.4"].Completed);
    }

    [Fact]
    public async Task StatsPage_ShowsTheCounters()
    {
        await using var sim = await SimulatorFixture.StartAsync();
        await sim.TextAsync(Requests.ChatPath, Requests.Chat("a b c"));
        await sim.Host.WhenIdleAsync(Cancel);

        using var json = JsonDocument.Parse(await sim.Client.GetStringAsync("/sim/stats", Cancel));

        Assert.Equal(1, json.RootElement.GetProperty("completed").GetInt32());
        Assert.Equal(3, json.RootElement.GetProperty("usage").GetProperty("input").GetInt32());
    }
}
