namespace LlmSentinel.Core.Upstreams;

/// <summary>One server behind an upstream.</summary>
/// <param name="Name">Name in the configuration; <c>default</c> for an upstream with a single address.</param>
/// <param name="Address">Base URL without a trailing slash; the client's path is appended to it.</param>
/// <param name="Health">Base URL of active probes; null: <paramref name="Address"/>.</param>
/// <param name="Host">Host header to send; null: the host of <paramref name="Address"/>.</param>
public sealed record ResolvedDestination(string Name, string Address, string? Health, string? Host)
{
    /// <summary>Name of the destination of an upstream with a single address.</summary>
    public const string DefaultName = "default";
}
