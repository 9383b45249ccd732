namespace LlmSentinel.Core.Recording;

/// <summary>How a row's percentiles were computed.</summary>
public enum PercentileSource
{
    /// <summary>From every single value.</summary>
    Exact,

    /// <summary>From sketches of the values: each percentile is within 1 %; count, mean and largest are exact.</summary>
    Sketch,
}

/// <summary>Percentiles of a duration over the exchanges that have it; null when none has.</summary>
/// <param name="Count">Exchanges that have the value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="P50">Median.</param>
/// <param name="P90">90th percentile.</param>
/// <param name="P95">95th percentile.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Max">Largest.</param>
public sealed record DurationSummary(long Count, TimeSpan Mean, TimeSpan P50, TimeSpan P90, TimeSpan P95, TimeSpan P99, TimeSpan Max);

/// <summary>One group of a summary.</summary>
public sealed record SummaryRow
{
    /// <summary>Upstream, when grouped by it.</summary>
    public string? Upstream { get; init; }

    /// <summary>Model, when grouped by it.</summary>
    public string? Model { get; init; }

    /// <summary>Application, when grouped by it.</summary>
    public string? App { get; init; }

    /// <summary>Operation, when grouped by it.</summary>
    public string? Operation { get; init; }

    /// <summary>Start of the row's period, when the query has a step.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>How the percentiles were computed.</summary>
    public PercentileSource Percentiles { get; init; }

    /// <summary>Exchanges in the group.</summary>
    public long Exchanges { get; init; }

    /// <summary>Of them, those that did not end well by no fault of the caller (server error, timeout, upstream aborted, rate limited).</summary>
    public long Errors { get; init; }

    /// <summary>Exchanges by outcome, names as in the API.</summary>
    public required IReadOnlyDictionary<string, long> Outcomes { get; init; }

    /// <summary>Exchanges a second over the asked range (or first to last exchange when the range is open); with a step over the part of the range that lies in the period.</summary>
    public double RatePerSecond { get; init; }

    /// <summary>Whole duration.</summary>
    public DurationSummary? Duration { get; init; }

    /// <summary>Time to first byte.</summary>
    public DurationSummary? TimeToFirstByte { get; init; }

    /// <summary>Time to first token.</summary>
    public DurationSummary? TimeToFirstToken { get; init; }

    /// <summary>Time per output token.</summary>
    public DurationSummary? TimePerOutputToken { get; init; }

    /// <summary>The sidecar's own added time, both ways together.</summary>
    public DurationSummary? Added { get; init; }

    /// <summary>Input tokens over exchanges that have them.</summary>
    public long InputTokens { get; init; }

    /// <summary>Of them, read from the provider's cache.</summary>
    public long CacheReadTokens { get; init; }

    /// <summary>Output tokens over exchanges that have them.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Exchanges whose tokens are estimated.</summary>
    public long EstimatedUsage { get; init; }

    /// <summary>Cost in US dollars over exchanges with a known price; null when none has one.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Successful exchanges with usage whose price is unknown.</summary>
    public long UnknownPrice { get; init; }
}
