using System.ComponentModel;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>Durations in milliseconds. "To" means from the request sent upstream.</summary>
internal sealed record TimingView
{
    [Description("Request in to last byte out.")]
    public required double DurationMs { get; init; }

    [Description("To the first byte of the response head.")]
    public double? TtfbMs { get; init; }

    [Description("To the first event of a stream.")]
    public double? TtfeMs { get; init; }

    [Description("To the first output: text, reasoning, refusal, tool call or audio.")]
    public double? TtftMs { get; init; }

    [Description("To the first visible answer: text or tool call, not reasoning.")]
    public double? TtfaMs { get; init; }

    public double? InterChunkMeanMs { get; init; }

    public double? InterChunkP95Ms { get; init; }

    public double? InterChunkMaxMs { get; init; }

    [Description("Chunks that carried output. A chunk is not a token.")]
    public required int OutputChunks { get; init; }

    [Description("First to last output, divided by output tokens less one.")]
    public double? TpotMs { get; init; }

    [Description("The sidecar's own time on the way up.")]
    public double? AddedRequestMs { get; init; }

    [Description("The sidecar's own time on the way down.")]
    public double? AddedResponseMs { get; init; }

    [Description("Server-side time as the provider tells it.")]
    public double? ProviderProcessingMs { get; init; }

    public static TimingView From(ExchangeTiming timing) => new()
    {
        DurationMs = timing.Duration.TotalMilliseconds,
        TtfbMs = timing.TimeToFirstByte?.TotalMilliseconds,
        TtfeMs = timing.TimeToFirstEvent?.TotalMilliseconds,
        TtftMs = timing.TimeToFirstToken?.TotalMilliseconds,
        TtfaMs = timing.TimeToFirstAnswer?.TotalMilliseconds,
        InterChunkMeanMs = timing.InterChunkMean?.TotalMilliseconds,
        InterChunkP95Ms = timing.InterChunkP95?.TotalMilliseconds,
        InterChunkMaxMs = timing.InterChunkMax?.TotalMilliseconds,
        OutputChunks = timing.OutputChunks,
        TpotMs = timing.TimePerOutputToken?.TotalMilliseconds,
        AddedRequestMs = timing.AddedRequest?.TotalMilliseconds,
        AddedResponseMs = timing.AddedResponse?.TotalMilliseconds,
        ProviderProcessingMs = timing.ProviderProcessing?.TotalMilliseconds,
    };
}

/// <summary>Token counts.</summary>
internal sealed record UsageView
{
    [Description("Where the counts come from: none, reported, reported_partial or estimated.")]
    public required string Source { get; init; }

    [Description("All prompt tokens, cached ones included.")]
    public long? InputTotal { get; init; }

    public long? CacheRead { get; init; }

    public long? CacheWrite { get; init; }

    public long? CacheWrite5m { get; init; }

    public long? CacheWrite1h { get; init; }

    public long? InputAudio { get; init; }

    public long? InputImage { get; init; }

    public long? InputVideo { get; init; }

    public long? InputTool { get; init; }

    [Description("All billed output tokens, reasoning included.")]
    public long? OutputTotal { get; init; }

    public long? Reasoning { get; init; }

    public long? OutputAudio { get; init; }

    public long? OutputImage { get; init; }

    [Description("The provider's own total.")]
    public long? TotalReported { get; init; }

    public long? WebSearches { get; init; }

    [Description("True when hidden output cannot be in an estimated outputTotal.")]
    public required bool OutputIsLowerBound { get; init; }

    public static UsageView From(TokenUsage usage) => new()
    {
        Source = ExchangeNames.Name(usage.Source),
        InputTotal = usage.InputTotal,
        CacheRead = usage.CacheRead,
        CacheWrite = usage.CacheWrite,
        CacheWrite5m = usage.CacheWrite5m,
        CacheWrite1h = usage.CacheWrite1h,
        InputAudio = usage.InputAudio,
        InputImage = usage.InputImage,
        InputVideo = usage.InputVideo,
        InputTool = usage.InputTool,
        OutputTotal = usage.OutputTotal,
        Reasoning = usage.Reasoning,
        OutputAudio = usage.OutputAudio,
        OutputImage = usage.OutputImage,
        TotalReported = usage.TotalReported,
        WebSearches = usage.WebSearches,
        OutputIsLowerBound = usage.OutputIsLowerBound,
    };
}

/// <summary>Cost in US dollars.</summary>
internal sealed record CostView
{
    [Description("The sum; null when nobody knows the price.")]
    public decimal? Total { get; init; }

    public decimal? Input { get; init; }

    public decimal? CacheRead { get; init; }

    public decimal? CacheWrite { get; init; }

    public decimal? Output { get; init; }

    public decimal? Reasoning { get; init; }

    public decimal? Tools { get; init; }

    [Description("Where the total comes from: unknown, catalogue, provider or local.")]
    public required string Source { get; init; }

    [Description("The price row that matched.")]
    public string? PriceId { get; init; }

    [Description("Version of the price list.")]
    public string? PriceVersion { get; init; }

    public static CostView From(ExchangeCost cost) => new()
    {
        Total = cost.Total,
        Input = cost.Input,
        CacheRead = cost.CacheRead,
        CacheWrite = cost.CacheWrite,
        Output = cost.Output,
        Reasoning = cost.Reasoning,
        Tools = cost.Tools,
        Source = ExchangeNames.Name(cost.Source),
        PriceId = cost.PriceId,
        PriceVersion = cost.PriceVersion,
    };
}

/// <summary>Rate-limit headroom.</summary>
internal sealed record RateLimitView
{
    public long? LimitRequests { get; init; }

    public long? RemainingRequests { get; init; }

    public long? LimitTokens { get; init; }

    public long? RemainingTokens { get; init; }

    public double? ResetRequestsMs { get; init; }

    public double? ResetTokensMs { get; init; }

    public double? RetryAfterMs { get; init; }

    public static RateLimitView From(RateLimitHeadroom headroom) => new()
    {
        LimitRequests = headroom.LimitRequests,
        RemainingRequests = headroom.RemainingRequests,
        LimitTokens = headroom.LimitTokens,
        RemainingTokens = headroom.RemainingTokens,
        ResetRequestsMs = headroom.ResetRequests?.TotalMilliseconds,
        ResetTokensMs = headroom.ResetTokens?.TotalMilliseconds,
        RetryAfterMs = headroom.RetryAfter?.TotalMilliseconds,
    };
}
