using System.Diagnostics;
using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LlmSentinel.Sentinel.Telemetry;

/// <summary>Pushes the sentinel's meter and one span per exchange to an OpenTelemetry collector.</summary>
internal static class OtlpPush
{
    private const int SpanQueueCapacity = 16_384;

    /// <summary>Adds the sink that makes spans, where a collector is configured. Belongs to what stands behind the data port.</summary>
    public static void AddSpanSink(this IServiceCollection services, OtlpOptions options)
    {
        if (options.Endpoint.Length == 0 || !options.Traces)
            return;
        services.AddSingleton(new SpanBudget(SpanQueueCapacity));
        services.AddSingleton<IExchangeSink>(provider =>
        {
            var budget = provider.GetRequiredService<SpanBudget>();
            var sources = provider.GetRequiredService<SentinelMetrics>().Sources;
            sources.Observe(new QueueGauge(SpanSink.QueueName, () => budget.Waiting, () => budget.Capacity));
            return new SpanSink(options.TraceRatio, budget, sources.Drops);
        });
    }

    /// <summary>Adds the push itself, where a collector is configured. Belongs to a host, which starts and ends it.</summary>
    public static void AddOtlpPush(this IServiceCollection services, OtlpOptions options)
    {
        if (options.Endpoint.Length == 0)
            return;
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("llm-sentinel", serviceVersion: SentinelMetrics.Version));
        if (options.Metrics)
            telemetry.WithMetrics(metrics => metrics.AddMeter(MetricNames.Meter).AddOtlpExporter((exporter, reader) =>
            {
                Point(exporter, options, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
            }));
        if (options.Traces)
            AddSpans(telemetry, options);
    }

    private static void AddSpans(OpenTelemetryBuilder telemetry, OtlpOptions options)
    {
        // The sink decides which exchanges get a span; the SDK keeps every one it is given.
        telemetry.WithTracing(traces => traces.AddSource(SpanSink.SourceName).SetSampler(new AlwaysOnSampler()).AddProcessor(provider =>
        {
            var exporter = new OtlpExporterOptions();
            Point(exporter, options, "v1/traces");
            return new BatchActivityExportProcessor(
                new CountingTraceExporter(
                    exporter, provider.GetRequiredService<SpanBudget>(), provider.GetRequiredService<SentinelMetrics>().Sources.Drops),
                maxQueueSize: SpanQueueCapacity,
                scheduledDelayMilliseconds: 1000);
        }));
    }

    private static void Point(OtlpExporterOptions exporter, OtlpOptions options, string path)
    {
        var grpc = options.Protocol == "grpc";
        exporter.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(grpc ? options.Endpoint : $"{options.Endpoint.TrimEnd('/')}/{path}");

        // The exporter's own header list cannot hold a comma in a value, escaped or not.
        exporter.HttpClientFactory = () =>
        {
            var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(exporter.TimeoutMilliseconds) };
            foreach (var (name, value) in options.Headers)
                client.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
            return client;
        };
    }
}
