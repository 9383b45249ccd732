using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Pricing;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Hosting;

/// <summary>Registers what stands between the data port and the sinks. Expects an <see cref="ITokenEstimator"/> among the services.</summary>
internal static class PipelineServices
{
    public static void AddSentinelPipeline(this IServiceCollection services, ConfigurationInEffect configuration)
    {
        var options = configuration.Snapshot.Options;
        services.AddSingleton(new CaptureBudget(options.Capture.BudgetBytes));
        services.AddSingleton(provider => new PriceSource(configuration.Snapshot, provider.GetRequiredService<ILoggerFactory>().CreateLogger<PriceSource>()));
        services.AddSingleton<IPricer>(provider => provider.GetRequiredService<PriceSource>());
        services.AddSingleton(provider =>
        {
            var sources = provider.GetRequiredService<TelemetrySources>();
            var models = new LabelLimiter("model", options.Proxy.MaxModels, options.Proxy.MaxLabelLength);
            var apps = new LabelLimiter("app", options.Proxy.MaxApps, options.Proxy.MaxLabelLength);
            sources.Observe(models);
            sources.Observe(apps);
            return new ExchangeBuilder(provider.GetRequiredService<IPricer>(), new AppIdentity(AppHashKey.Of(options)), models, apps);
        });
        services.AddSingleton(provider => new SampleStage(
            () => configuration.Snapshot.Options.Sampling,
            [.. provider.GetServices<ISampleSink>()],
            provider.GetRequiredService<SentinelMetrics>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<SampleStage>()));
        services.AddSingleton(provider => new ExchangePipeline(
            options.Capture.QueueCapacity,
            new UsageEstimation(provider.GetRequiredService<ITokenEstimator>(), () => configuration.Snapshot.Options.Capture.EstimateMissingUsage),
            provider.GetRequiredService<ExchangeBuilder>(),
            [.. provider.GetServices<IExchangeSink>()],
            provider.GetRequiredService<SentinelMetrics>(),
            provider.GetRequiredService<ILoggerFactory>().CreateLogger<ExchangePipeline>(),
            provider.GetRequiredService<SampleStage>()));
    }

    /// <summary>Shows the metrics and the status page what they may look at.</summary>
    public static void ObserveQueuesAndStores(this IServiceProvider services)
    {
        var sources = services.GetRequiredService<TelemetrySources>();
        var budget = services.GetRequiredService<CaptureBudget>();
        sources.ObserveCapture(() => budget.Used, () => budget.Limit);
        var prices = services.GetRequiredService<PriceSource>();
        sources.ObservePrices(() => prices.Pricer.Catalogue.Version);
        foreach (var store in services.GetServices<IStoreStatus>())
            sources.Observe(store);
        services.GetRequiredService<ExchangePipeline>();
    }
}
