using LlmSentinel.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Hosting;
using LlmSentinel.Sentinel.Api;
using LlmSentinel.Sentinel.Telemetry;
using LlmSentinel.Tokens;

namespace LlmSentinel.Sentinel.Hosting;

/// <summary>The executable <c>sentinel</c>: with the API, token estimates and the push to a collector.</summary>
internal static class FullEdition
{
    public static Edition Instance { get; } = new("API, /metrics, /healthz, /readyz", "sentinel top", AddServices, AdminHost.StartAsync);

    /// <inheritdoc cref="SentinelHost.StartAsync"/>
    public static Task<SentinelHost> StartAsync(
        ConfigurationSnapshot configuration, ConfigurationLoader? loader, string? path, CancellationToken cancellationToken) =>
        SentinelHost.StartAsync(Instance, configuration, loader, path, cancellationToken);

    private static void AddServices(IServiceCollection services, ConfigurationInEffect inEffect)
    {
        services.AddSpanSink(inEffect.Snapshot.Options.Telemetry.Otlp);
        services.AddSingleton<ITokenEstimator>(static _ => new TokenEstimator());
        services.AddSingleton(new RecentSamples(() => inEffect.Snapshot.Options.Sampling.Keep));
        services.AddSingleton<ISampleSink>(static provider => provider.GetRequiredService<RecentSamples>());
        services.AddSingleton(new ConfigurationView(inEffect.WriteTo));
    }
}
