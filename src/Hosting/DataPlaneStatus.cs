using LlmSentinel.Core.Pipeline;
using LlmSentinel.Proxy;

namespace LlmSentinel.Hosting;

/// <summary>Lets the admin port, which starts first, ask the data port once there is one.</summary>
internal sealed class DataPlaneStatus : IUpstreamStatus
{
    private volatile DataPlane? _plane;

    public DataPlane Plane
    {
        get => _plane ?? throw new InvalidOperationException("The data port has not started.");
        set => _plane = value;
    }

    public IReadOnlyList<DestinationStatus> GetDestinations() => _plane?.GetDestinations() ?? [];
}
