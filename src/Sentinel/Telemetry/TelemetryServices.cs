using System.Diagnostics.Metrics;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Sentinel.Telemetry;

/// <summary>Registers metrics and spans.</summary>
internal static class TelemetryServices
{
    /// <summary>
    /// Adds <see cref="SentinelMetrics"/>, its <see cref="TelemetrySources"/>, the sinks and, where a collector is configured,
    /// the push to it. These options are read once, at start.
    /// </summary>
    public static IServiceCollection AddSentinelTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        services.AddMetrics();
        services.AddSingleton(provider => new SentinelMetrics(provider.GetRequiredService<IMeterFactory>(), options.LabelApps));
        services.AddSingleton(provider => provider.GetRequiredService<SentinelMetrics>().Sources);
        services.AddSingleton<PrometheusBridge>();
        services.AddSingleton<IExchangeSink>(provider =>
        {
            // It must listen before the first exchange is recorded, not from the first scrape on.
            provider.GetRequiredService<PrometheusBridge>();
            return new MetricsSink(provider.GetRequiredService<SentinelMetrics>());
        });
        services.AddOtlpPush(options.Otlp);
        return services;
    }
}
