using System.ComponentModel;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Sampling;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Api;

/// <summary>Sampled calls with their text, as long as they are in memory.</summary>
internal static class SampleEndpoints
{
    public static IResult List(
        HttpContext context,
        RecentSamples samples,
        TimeProvider time,
        [Description(ParameterTexts.From)] string? from = null,
        [Description(ParameterTexts.To)] string? to = null,
        [Description(ParameterTexts.Upstream)] string? upstream = null,
        [Description(ParameterTexts.Model)] string? model = null,
        [Description(ParameterTexts.App)] string? app = null,
        [Description(ParameterTexts.Operation)] string? operation = null,
        [Description(ParameterTexts.Outcome)] string? outcome = null,
        [Description(ParameterTexts.Streamed)] string? streamed = null,
        [Description(ParameterTexts.SampleLimit)] string? limit = null)
    {
        var query = QueryParameters.Samples(context.Request.Query, time.GetUtcNow());
        var newest = samples.Newest(query.Limit, sample => Passes(query, sample.Exchange));
        return Results.Json(new SampleListView([.. newest.Select(SampleView.From)]), ApiJsonContext.Default.SampleListView);
    }

    public static IResult Find(RecentSamples samples, [Description("Id of the exchange.")] string id)
    {
        var key = QueryParameters.Id(id);
        return samples.Find(key) is { } sample
            ? Results.Json(SampleView.From(sample), ApiJsonContext.Default.SampleView)
            : Problems.NotFound($"There is no sample of exchange {key}: not sampled, not read yet, or pushed out by newer ones (sampling.keep).");
    }

    private static bool Passes(ExchangeFilter filter, Exchange exchange) =>
        (filter.From is null || exchange.StartedAt >= filter.From)
        && (filter.To is null || exchange.StartedAt < filter.To)
        && (filter.Upstream is null || exchange.Upstream == filter.Upstream)
        && (filter.Model is null || (exchange.ResponseModel ?? exchange.RequestModel) == filter.Model)
        && (filter.App is null || exchange.App == filter.App)
        && (filter.Operation is null || exchange.Operation == filter.Operation)
        && (filter.Outcome is null || exchange.Outcome == filter.Outcome)
        && (filter.Streamed is null || exchange.Streamed == filter.Streamed);
}
