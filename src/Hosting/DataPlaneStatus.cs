using LlmSentinel.Core.Pipeline;
using LlmSentinel.Proxy;

namespace LlmSentinel.Hosting;

/// <summary>Lets whoever was made before the data port ask it once there is one.</summary>
internal sealed class DataPlaneStatus : IUpstreamStatus
{
    private volatile DataPlane? _plane;

    public void Began(DataPlane plane) => _plane = plane;

    public IReadOnlyList<DestinationStatus> GetDestinations() => _plane?.GetDestinations() ?? [];
}
