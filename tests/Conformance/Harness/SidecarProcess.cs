using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance.Harness;

/// <summary>Stands for the sidecar until it can be started: every upstream is the simulator itself, and there are no rows.</summary>
internal sealed class SidecarProcess(Uri simulator) : ISidecarUnderTest
{
    public static Task<SidecarProcess> StartAsync(Uri simulator) => Task.FromResult(new SidecarProcess(simulator));

    public Uri Upstream(string name) => simulator;

    public Task<Exchange> RowAsync(string app)
    {
        Assert.Skip("The application sees the same twice; rows need the running sidecar.");
        return Task.FromException<Exchange>(new InvalidOperationException());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
