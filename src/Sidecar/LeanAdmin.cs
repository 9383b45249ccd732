using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Hosting;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Hosting.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Sidecar;

/// <summary>The admin port without an API: three pages, found without routing, on a server without a web host.</summary>
internal sealed class LeanAdmin(BareServer server) : IAdminPort
{
    public Uri Address => server.Address;

    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<IAdminPort> StartAsync(SidecarServices services, CancellationToken cancellationToken)
    {
        var logging = services.Provider.GetRequiredService<ILoggerFactory>();
        var options = services.Provider.GetRequiredService<ConfigurationInEffect>().Snapshot.Options;
        var guard = new AdminGuard(Pages(services.Provider), options.Admin, logging.CreateLogger<AdminGuard>());
        var server = await BareServer.StartAsync(options.Admin.Listen, guard.InvokeAsync, logging, cancellationToken);

        // The first line makes the log, which takes longer than opening the port.
        TellWhatHasNoEffect(options, logging);
        return new LeanAdmin(server);
    }

    public Task StopAsync(CancellationToken cancellationToken) => server.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static RequestDelegate Pages(IServiceProvider services)
    {
        var readiness = services.GetRequiredService<Readiness>();
        var bridge = services.GetRequiredService<PrometheusBridge>();
        return context => context.Request.Path.Value switch
        {
            ProbePaths.Metrics => ProbePages.MetricsAsync(context, bridge),
            ProbePaths.Health => ProbePages.HealthAsync(context),
            ProbePaths.Ready => ProbePages.ReadyAsync(context, readiness),
            _ => context.WriteAsync(new ProblemView(
                StatusCodes.Status404NotFound, "Not found",
                $"This sidecar answers {ProbePaths.Metrics}, {ProbePaths.Health} and {ProbePaths.Ready}; the API is the sentinel's.")),
        };
    }

    private static void TellWhatHasNoEffect(SentinelOptions options, ILoggerFactory logging)
    {
        var log = logging.CreateLogger<LeanAdmin>();
        if (options.Telemetry.Otlp.Endpoint.Length > 0)
            LeanLog.SettingWithoutEffect(log, "telemetry.otlp.endpoint", "this executable pushes nothing; /metrics has the same numbers.");
        if (!SampleDecision.IsOff(options))
            LeanLog.SettingWithoutEffect(log, "sampling.rate", "this executable has no use for samples; no text is kept.");
    }
}
