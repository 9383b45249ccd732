namespace LlmSentinel.Core.Pipeline;

/// <summary>One destination as the router sees it.</summary>
/// <param name="Upstream">Upstream name.</param>
/// <param name="Name">Destination name.</param>
/// <param name="Address">Scheme, host and port; no path, credentials or query.</param>
/// <param name="ActiveHealth">Result of probes: unknown, healthy or unhealthy.</param>
/// <param name="PassiveHealth">Result of watching calls: unknown, healthy or unhealthy.</param>
/// <param name="InFlight">Calls on their way to it.</param>
public sealed record DestinationStatus(
    string Upstream, string Name, string Address, string ActiveHealth, string PassiveHealth, int InFlight);

/// <summary>Tells the state of every destination; implemented by the router.</summary>
public interface IUpstreamStatus
{
    /// <summary>All destinations, by upstream and name.</summary>
    IReadOnlyList<DestinationStatus> GetDestinations();
}
