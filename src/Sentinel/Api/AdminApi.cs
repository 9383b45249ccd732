using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Pipeline;
using LlmSentinel.Hosting.Admin;
using LlmSentinel.Sentinel.Api.Views;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.OpenApi;

namespace LlmSentinel.Sentinel.Api;

/// <summary>The admin port: API, metrics, health.</summary>
internal static class AdminApi
{
    /// <summary>
    /// Adds what the admin port needs of its own. Expects among the services: telemetry, a <see cref="ConfigurationView"/> and, where
    /// they exist, a store and an <see cref="IUpstreamStatus"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The address is not loopback and there is no token.</exception>
    public static IServiceCollection AddSentinelApi(this IServiceCollection services, AdminOptions options)
    {
        AdminAddress.RequireTokenUnlessLoopback(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton(provider => new ProcessStart(provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default));
        services.AddOpenApi("v1", openApi =>
        {
            openApi.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo
                {
                    Title = "LlmSentinel admin API",
                    Version = "v1",
                    Description = "What was recorded and how the sidecar is doing. Durations are milliseconds, costs US dollars; what is not known is null.",
                };
                document.Servers = [];
                return Task.CompletedTask;
            });
            openApi.AddOperationTransformer(ParameterSchemas.ApplyAsync);
        });
        return services;
    }

    /// <summary>Puts the guard and all pages of the admin port on an application.</summary>
    public static void UseSentinelApi(this WebApplication app)
    {
        // Uptime counts from here, not from the first question about it.
        app.Services.GetRequiredService<ProcessStart>();
        app.UseMiddleware<AdminGuard>();
        app.UseMiddleware<AdminErrors>();

        app.MapGet(AdminPaths.Root, RootPage.Show).ExcludeFromDescription();
        app.MapOpenApi(AdminPaths.OpenApi);
        app.MapFallback("{**path}", () => Problems.NotFound("There is nothing at this path; / lists what there is.")).ExcludeFromDescription();

        app.MapGet(AdminPaths.Exchanges, ExchangeEndpoints.ListAsync)
            .WithName("listExchanges").WithTags("exchanges").WithSummary("Calls, newest first, a page at a time.")
            .Answers<ExchangePageView>().Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        app.MapGet(AdminPaths.Exchange, ExchangeEndpoints.FindAsync)
            .WithName("getExchange").WithTags("exchanges").WithSummary("One call.")
            .Answers<ExchangeView>().Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound, StatusCodes.Status503ServiceUnavailable);
        app.MapGet(AdminPaths.Summary, ExchangeEndpoints.SummarizeAsync)
            .WithName("summarize").WithTags("exchanges").WithSummary("Rates, exact percentiles, tokens and cost, grouped.")
            .Answers<SummaryView>().Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status503ServiceUnavailable);
        app.MapGet(AdminPaths.Samples, SampleEndpoints.List)
            .WithName("listSamples").WithTags("samples").WithSummary("Sampled calls with prompt and answer, newest first. In memory only; none unless sampling is on.")
            .Answers<SampleListView>().Refuses(StatusCodes.Status400BadRequest);
        app.MapGet(AdminPaths.Sample, SampleEndpoints.Find)
            .WithName("getSample").WithTags("samples").WithSummary("The sample of one call.")
            .Answers<SampleView>().Refuses(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound);
        app.MapGet(AdminPaths.Status, StatusEndpoints.Status)
            .WithName("getStatus").WithTags("sidecar").WithSummary("Version, calls under way, queues, drops, store, destinations.")
            .Answers<StatusView>();
        app.MapGet(AdminPaths.Config, StatusEndpoints.ConfigAsync)
            .WithName("getConfig").WithTags("sidecar").WithSummary("The configuration in effect: every key, secrets masked, and where its value comes from.")
            .Answers<ConfigView>();
        app.MapGet(ProbePaths.Metrics, ProbePages.MetricsAsync)
            .WithName("getMetrics").WithTags("sidecar").WithSummary("All metrics, in the Prometheus text format or, for who asks for it, OpenMetrics.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain", "application/openmetrics-text");
        app.MapGet(ProbePaths.Health, (Delegate)ProbePages.HealthAsync)
            .WithName("getHealth").WithTags("health").WithSummary("Answers while the process is up. Needs no token.")
            .Answers<HealthView>();
        app.MapGet(ProbePaths.Ready, ProbePages.ReadyAsync)
            .WithName("getReadiness").WithTags("health").WithSummary("200 while calls are accepted, 503 before that and while draining. A broken store does not matter. Needs no token.")
            .Answers<HealthView>().Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static RouteHandlerBuilder Answers<T>(this RouteHandlerBuilder route) => route.Produces<T>(StatusCodes.Status200OK, "application/json");

    private static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
            route.Produces<ProblemView>(status, "application/problem+json");
        return route;
    }
}
