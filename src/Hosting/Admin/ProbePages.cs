using LlmSentinel.Core.Pipeline;
using LlmSentinel.Hosting.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LlmSentinel.Hosting.Admin;

/// <summary>The pages of the admin port that every sidecar answers.</summary>
public static class ProbePages
{
    /// <summary>The process is up.</summary>
    public static Task HealthAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(new HealthView("ok"), AdminJsonContext.Default.HealthView);

    /// <summary>200 while calls are accepted, else 503.</summary>
    public static Task ReadyAsync(HttpContext context, Readiness readiness)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(readiness);
        var state = readiness.State;
        context.Response.StatusCode = state == ReadinessState.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsJsonAsync(new HealthView(Word(state)), AdminJsonContext.Default.HealthView);
    }

    /// <summary>All metrics, in the format the caller would rather have: Prometheus text, or OpenMetrics.</summary>
    public static Task MetricsAsync(HttpContext context, PrometheusBridge bridge)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(bridge);
        context.Response.Headers.Vary = HeaderNames.Accept;
        if (MetricsFormat.IsOpenMetrics(context.Request.GetTypedHeaders().Accept))
        {
            context.Response.ContentType = MetricsFormat.OpenMetrics;
            return bridge.WriteOpenMetricsAsync(context.Response.Body, context.RequestAborted);
        }

        context.Response.ContentType = MetricsFormat.Text;
        return bridge.WriteAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Answers with problem details.</summary>
    public static Task WriteAsync(this HttpContext context, ProblemView problem)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(problem);
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, AdminJsonContext.Default.ProblemView, "application/problem+json");
    }

    /// <summary>How a state is called in an answer.</summary>
    public static string Word(ReadinessState state) => state switch
    {
        ReadinessState.Starting => "starting",
        ReadinessState.Ready => "ready",
        _ => "draining",
    };
}
