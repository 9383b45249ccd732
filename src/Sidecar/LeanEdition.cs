using LlmSentinel.Core.Pipeline;
using LlmSentinel.Hosting;
using LlmSentinel.Tokens;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Sidecar;

/// <summary>The executable <c>sidecar</c>: the data path, metrics and probes.</summary>
internal static class LeanEdition
{
    public static Edition Instance { get; } = new("/metrics, /healthz, /readyz", "", AddServices, LeanAdmin.StartAsync);

    private static void AddServices(IServiceCollection services, ConfigurationInEffect inEffect) =>
        services.AddSingleton<ITokenEstimator>(static _ => new TokenEstimator());
}
