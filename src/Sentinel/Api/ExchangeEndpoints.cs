using System.ComponentModel;
using LlmSentinel.Core.Recording;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Api;

/// <summary>What was recorded.</summary>
internal static class ExchangeEndpoints
{
    private const string NoStore = "No store is configured (store.kind is none): exchanges are measured but not kept.";

    // The parameters are declared for the OpenAPI document; QueryParameters reads them, so that every mistake is told by name.
    public static async Task<IResult> ListAsync(
        HttpContext context,
        [Description(ParameterTexts.From)] string? from = null,
        [Description(ParameterTexts.To)] string? to = null,
        [Description(ParameterTexts.Upstream)] string? upstream = null,
        [Description(ParameterTexts.Model)] string? model = null,
        [Description(ParameterTexts.App)] string? app = null,
        [Description(ParameterTexts.Operation)] string? operation = null,
        [Description(ParameterTexts.Outcome)] string? outcome = null,
        [Description(ParameterTexts.Streamed)] string? streamed = null,
        [Description(ParameterTexts.Limit)] string? limit = null,
        [Description(ParameterTexts.Cursor)] string? cursor = null)
    {
        var query = QueryParameters.Exchanges(context.Request.Query, Now(context));
        if (Store(context) is not { } store)
            return Problems.StoreUnavailable(NoStore);
        try
        {
            var page = await store.QueryAsync(query, context.RequestAborted);
            return Results.Json(
                new ExchangePageView([.. page.Items.Select(ExchangeView.From)], page.Next), ApiJsonContext.Default.ExchangePageView);
        }
        catch (ArgumentException)
        {
            throw new BadParameterException("cursor", "'cursor' is not one that an earlier page gave as its next.", ["the 'next' of an earlier page"]);
        }
    }

    public static async Task<IResult> FindAsync(HttpContext context, [Description("Id of the exchange.")] string id)
    {
        var key = QueryParameters.Id(id);
        if (Store(context) is not { } store)
            return Problems.StoreUnavailable(NoStore);
        return await store.FindAsync(key, context.RequestAborted) is { } exchange
            ? Results.Json(ExchangeView.From(exchange), ApiJsonContext.Default.ExchangeView)
            : Problems.NotFound($"There is no exchange {key}: never recorded, still in the queue, or older than the retention.");
    }

    public static async Task<IResult> SummarizeAsync(
        HttpContext context,
        [Description("Comma-separated list of upstream, model, app, operation; or none. Default: upstream,model.")] string? groupBy = null,
        [Description("One row for each group and period of this length, for charts: 1m, 1h, 1d. Periods begin at whole multiples since 1970, UTC.")] string? step = null,
        [Description(ParameterTexts.From + " Default: an hour before 'to'.")] string? from = null,
        [Description(ParameterTexts.To)] string? to = null,
        [Description(ParameterTexts.Upstream)] string? upstream = null,
        [Description(ParameterTexts.Model)] string? model = null,
        [Description(ParameterTexts.App)] string? app = null,
        [Description(ParameterTexts.Operation)] string? operation = null,
        [Description(ParameterTexts.Outcome)] string? outcome = null,
        [Description(ParameterTexts.Streamed)] string? streamed = null)
    {
        var query = QueryParameters.Summary(context.Request.Query, Now(context));
        if (Store(context) is not { } store)
            return Problems.StoreUnavailable(NoStore);
        var rows = await store.SummarizeAsync(query, context.RequestAborted);
        return Results.Json(
            new SummaryView(query.From!.Value, query.To!.Value, QueryParameters.Names(query.GroupBy), [.. rows.Select(SummaryRowView.From)]),
            ApiJsonContext.Default.SummaryView);
    }

    private static IExchangeStore? Store(HttpContext context) => context.RequestServices.GetService<IExchangeStore>();

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
}
