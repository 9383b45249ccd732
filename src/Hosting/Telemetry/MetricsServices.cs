using System.Diagnostics.Metrics;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace LlmSentinel.Hosting.Telemetry;

/// <summary>Registers metrics.</summary>
public static class MetricsServices
{
    /// <summary>
    /// Adds <see cref="SentinelMetrics"/>, its <see cref="TelemetrySources"/>, the sink that feeds it and <see cref="PrometheusBridge"/>.
    /// These options are read once, at start.
    /// </summary>
    public static IServiceCollection AddSentinelMetrics(this IServiceCollection services, TelemetryOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton<IMeterFactory>(static _ => new OwnMeters());
        services.AddSingleton(provider => new SentinelMetrics(provider.GetRequiredService<IMeterFactory>(), options.LabelApps));
        services.AddSingleton(provider => provider.GetRequiredService<SentinelMetrics>().Sources);
        services.AddSingleton(static provider => new PrometheusBridge(
            provider.GetRequiredService<SentinelMetrics>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        services.AddSingleton<IExchangeSink>(provider =>
        {
            // It must listen before the first exchange is recorded, not from the first scrape on.
            provider.GetRequiredService<PrometheusBridge>();
            return new MetricsSink(provider.GetRequiredService<SentinelMetrics>());
        });
        return services;
    }
}
