using System.Text.Json.Nodes;
using LlmSentinel.Simulator;
using LlmSentinel.Testing;

namespace LlmSentinel.Conformance.Harness;

/// <summary>One simulated provider and one sidecar in front of it, for all tests of the assembly.</summary>
public sealed class Simulated : IAsyncLifetime
{
    private int _runs;

    /// <summary>The provider.</summary>
    public SimulatorHost Simulator { get; private set; } = null!;

    /// <summary>The sidecar.</summary>
    public ISidecarUnderTest Sidecar { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        // The same request gets the same answer, ids included, so that two runs can be compared member by member.
        Simulator = await SimulatorHost.StartAsync(new SimulatorOptions { RepeatAnswers = true });
        Sidecar = await WholeSidecar.StartAsync(Simulator.Address);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Sidecar is not null)
            await Sidecar.DisposeAsync();
        await Simulator.DisposeAsync();
    }

    /// <summary>Runs a scenario directly and through the sidecar, fails unless the application sees the same, and fetches the row.</summary>
    public async Task<Both> SameAsync(string upstream, IReadOnlyDictionary<string, string> steering, Func<ClientCall, Task<JsonNode>> scenario)
    {
        var app = $"{upstream}-{Interlocked.Increment(ref _runs)}";
        var headers = new Dictionary<string, string>(steering) { ["x-sentinel-app"] = app };
        var direct = await scenario(new ClientCall(Simulator.Address, headers));
        var through = await scenario(new ClientCall(Sidecar.Upstream(upstream), headers));
        Both.AssertEqual(direct, through);
        return new Both(through, await Sidecar.RowAsync(app));
    }

    /// <summary>The same for a scenario whose client leaves early: the provider must notice both times. Not beside other such tests.</summary>
    public async Task<Both> LeavesEarlyAsync(string upstream, IReadOnlyDictionary<string, string> steering, Func<ClientCall, Task<JsonNode>> scenario)
    {
        var before = Simulator.Stats.Totals.ClientAborted;
        var both = await SameAsync(upstream, steering, scenario);
        await Eventually.TrueAsync(() => Simulator.Stats.Totals.ClientAborted == before + 2, "the provider sees that its client has left, twice");
        return both;
    }
}
