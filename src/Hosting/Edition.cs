using LlmSentinel.Core.Pipeline;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Hosting.Warming;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Hosting;

/// <summary>What one executable adds to what all of them are.</summary>
/// <param name="AdminPages">What there is on the admin port, for people.</param>
/// <param name="Hint">A command to try next; empty: none.</param>
/// <param name="AddServices">Registers an <see cref="ITokenEstimator"/>, and sinks of its own.</param>
/// <param name="StartAdminAsync">Starts the admin port over the services that all executables have and those it added.</param>
public sealed record Edition(
    string AdminPages,
    string Hint,
    Action<IServiceCollection, ConfigurationInEffect> AddServices,
    Func<SidecarServices, CancellationToken, Task<IAdminPort>> StartAdminAsync)
{
    /// <summary>What is done between opening the ports and reporting readiness. Does not throw.</summary>
    public Func<SidecarServices, CancellationToken, Task> WarmUpAsync { get; init; } = WarmUp.RunAsync;
}
