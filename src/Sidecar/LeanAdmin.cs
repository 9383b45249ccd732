using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Hosting.Telemetry;
using LlmSentinel.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Sidecar;

/// <summary>The admin port without an API: three pages, found without routing.</summary>
internal static class LeanAdmin
{
    public static void Use(WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        var bridge = app.Services.GetRequiredService<PrometheusBridge>();
        TellWhatHasNoEffect(app.Services);
        app.UseMiddleware<AdminGuard>();
        app.Run(context => context.Request.Path.Value switch
        {
            ProbePaths.Metrics => ProbePages.MetricsAsync(context, bridge),
            ProbePaths.Health => ProbePages.HealthAsync(context),
            ProbePaths.Ready => ProbePages.ReadyAsync(context, readiness),
            _ => context.WriteAsync(new ProblemView(
                StatusCodes.Status404NotFound, "Not found",
                $"This sidecar answers {ProbePaths.Metrics}, {ProbePaths.Health} and {ProbePaths.Ready}; the API is the sentinel's.")),
        });
    }

    private static void TellWhatHasNoEffect(IServiceProvider services)
    {
        var options = services.GetRequiredService<ConfigurationInEffect>().Snapshot.Options;
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LeanAdmin).FullName!);
        if (options.Telemetry.Otlp.Endpoint.Length > 0)
            LeanLog.SettingWithoutEffect(log, "telemetry.otlp.endpoint", "this executable pushes nothing; /metrics has the same numbers.");
        if (!SampleDecision.IsOff(options))
            LeanLog.SettingWithoutEffect(log, "sampling.rate", "this executable has no use for samples; no text is kept.");
    }
}
