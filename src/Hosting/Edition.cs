using LlmSentinel.Core.Pipeline;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Hosting;

/// <summary>What one executable adds to what all of them are.</summary>
/// <param name="AdminPages">What there is on the admin port, for people.</param>
/// <param name="Hint">A command to try next; empty: none.</param>
/// <param name="AddServices">Registers an <see cref="ITokenEstimator"/> and what the admin port needs of its own.</param>
/// <param name="UseAdmin">Puts the pages on the admin port.</param>
public sealed record Edition(
    string AdminPages,
    string Hint,
    Action<IServiceCollection, ConfigurationInEffect> AddServices,
    Action<WebApplication> UseAdmin);
