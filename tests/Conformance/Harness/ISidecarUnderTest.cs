using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Conformance.Harness;

/// <summary>A running sidecar whose upstreams all lead to the simulator.</summary>
public interface ISidecarUnderTest : IAsyncDisposable
{
    /// <summary>Root address of an upstream on the data port.</summary>
    Uri Upstream(string name);

    /// <summary>The one row recorded for an application's call; waits until it is there.</summary>
    Task<Exchange> RowAsync(string app);
}
