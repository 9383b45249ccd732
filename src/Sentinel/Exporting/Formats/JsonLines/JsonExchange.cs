using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Api.Views;

namespace LlmSentinel.Sentinel.Exporting.Formats.JsonLines;

/// <summary>The way back from the API's form. Throws <see cref="FormatException"/>, by the member's name, for what cannot be.</summary>
internal static class JsonExchange
{
    public static Exchange From(ExchangeView view) => new()
    {
        Id = view.Id,
        TraceId = view.TraceId,
        ParentSpanId = view.ParentSpanId,
        StartedAt = view.StartedAt,
        Upstream = view.Upstream,
        Provider = view.Provider,
        Dialect = view.Dialect,
        Operation = view.Operation,
        RequestModel = view.RequestModel,
        ResponseModel = view.ResponseModel,
        App = view.App,
        Method = view.Method,
        Status = view.Status ?? 0,
        Outcome = Word("outcome", view.Outcome, ExchangeNames.ParseOutcome),
        ErrorType = view.ErrorType,
        Streamed = view.Streamed,
        Timing = From(view.Timing),
        Usage = From(view.Usage),
        Cost = From(view.Cost),
        FinishReason = Word("finishReason", view.FinishReason, ExchangeNames.ParseFinishReason),
        FinishReasonRaw = view.FinishReasonRaw,
        ToolCalls = view.ToolCalls,
        SystemFingerprint = view.SystemFingerprint,
        ServiceTier = view.ServiceTier,
        ProviderRequestId = view.ProviderRequestId,
        ResponseId = view.ResponseId,
        RateLimit = view.RateLimit is { } limit ? From(limit) : null,
        RequestBytes = view.RequestBytes,
        ResponseBytes = view.ResponseBytes,
        Events = view.Events,
        Gap = Word("gap", view.Gap, ExchangeNames.ParseGap),
    };

    private static ExchangeTiming From(TimingView view) => new()
    {
        Duration = Span("timing.durationMs", view.DurationMs),
        TimeToFirstByte = Span("timing.ttfbMs", view.TtfbMs),
        TimeToFirstEvent = Span("timing.ttfeMs", view.TtfeMs),
        TimeToFirstToken = Span("timing.ttftMs", view.TtftMs),
        TimeToFirstAnswer = Span("timing.ttfaMs", view.TtfaMs),
        InterChunkMean = Span("timing.interChunkMeanMs", view.InterChunkMeanMs),
        InterChunkP95 = Span("timing.interChunkP95Ms", view.InterChunkP95Ms),
        InterChunkMax = Span("timing.interChunkMaxMs", view.InterChunkMaxMs),
        OutputChunks = view.OutputChunks,
        TimePerOutputToken = Span("timing.tpotMs", view.TpotMs),
        AddedRequest = Span("timing.addedRequestMs", view.AddedRequestMs),
        AddedResponse = Span("timing.addedResponseMs", view.AddedResponseMs),
        ProviderProcessing = Span("timing.providerProcessingMs", view.ProviderProcessingMs),
    };

    private static TokenUsage From(UsageView view) => new()
    {
        InputTotal = view.InputTotal,
        CacheRead = view.CacheRead,
        CacheWrite = view.CacheWrite,
        CacheWrite5m = view.CacheWrite5m,
        CacheWrite1h = view.CacheWrite1h,
        InputAudio = view.InputAudio,
        InputImage = view.InputImage,
        InputVideo = view.InputVideo,
        InputTool = view.InputTool,
        OutputTotal = view.OutputTotal,
        Reasoning = view.Reasoning,
        OutputAudio = view.OutputAudio,
        OutputImage = view.OutputImage,
        TotalReported = view.TotalReported,
        WebSearches = view.WebSearches,
        Source = Word("usage.source", view.Source, ExchangeNames.ParseUsageSource),
        OutputIsLowerBound = view.OutputIsLowerBound,
    };

    private static ExchangeCost From(CostView view) => new()
    {
        Total = view.Total,
        Input = view.Input,
        CacheRead = view.CacheRead,
        CacheWrite = view.CacheWrite,
        Output = view.Output,
        Reasoning = view.Reasoning,
        Tools = view.Tools,
        Source = Word("cost.source", view.Source, ExchangeNames.ParseCostSource),
        PriceId = view.PriceId,
        PriceVersion = view.PriceVersion,
    };

    private static RateLimitHeadroom From(RateLimitView view) => new()
    {
        LimitRequests = view.LimitRequests,
        RemainingRequests = view.RemainingRequests,
        LimitTokens = view.LimitTokens,
        RemainingTokens = view.RemainingTokens,
        ResetRequests = Span("rateLimit.resetRequestsMs", view.ResetRequestsMs),
        ResetTokens = Span("rateLimit.resetTokensMs", view.ResetTokensMs),
        RetryAfter = Span("rateLimit.retryAfterMs", view.RetryAfterMs),
    };

    private static T Word<T>(string name, string word, Func<string, T?> parse)
        where T : struct => parse(word) ?? throw new FormatException($"{name}: '{word}' is not one of its words");

    private static TimeSpan? Span(string name, double? milliseconds) => milliseconds is { } value ? Span(name, value) : null;

    private static TimeSpan Span(string name, double milliseconds) => double.Abs(milliseconds) < 9e14
        ? new TimeSpan((long)double.Round(milliseconds * TimeSpan.TicksPerMillisecond))
        : throw new FormatException($"{name}: {milliseconds} is out of range");
}
