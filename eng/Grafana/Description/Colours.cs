using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Grafana.Description;

/// <summary>The same thing has the same colour everywhere.</summary>
internal static class Colours
{
    public const string Good = "green";
    public const string Neutral = "blue";
    public const string Warning = "yellow";
    public const string Bad = "red";
    public const string Faint = "rgba(128, 128, 128, 0.5)";

    /// <summary>By how a call ended.</summary>
    public static IReadOnlyList<(string, string)> Outcomes { get; } =
    [
        (ExchangeNames.Name(ExchangeOutcome.Ok), Good),
        (ExchangeNames.Name(ExchangeOutcome.ClientError), Warning),
        (ExchangeNames.Name(ExchangeOutcome.RateLimited), "orange"),
        (ExchangeNames.Name(ExchangeOutcome.ServerError), Bad),
        (ExchangeNames.Name(ExchangeOutcome.Timeout), "dark-red"),
        (ExchangeNames.Name(ExchangeOutcome.ClientAborted), "purple"),
        (ExchangeNames.Name(ExchangeOutcome.UpstreamAborted), "dark-orange"),
    ];

    /// <summary>By why generation ended.</summary>
    public static IReadOnlyList<(string, string)> FinishReasons { get; } =
    [
        (ExchangeNames.Name(FinishReason.Stop), Good),
        (ExchangeNames.Name(FinishReason.ToolCall), Neutral),
        (ExchangeNames.Name(FinishReason.Length), Warning),
        (ExchangeNames.Name(FinishReason.ContentFilter), Bad),
        (ExchangeNames.Name(FinishReason.Pause), "light-blue"),
        (ExchangeNames.Name(FinishReason.Error), "dark-red"),
        (ExchangeNames.Name(FinishReason.IncompleteStream), "dark-orange"),
        (ExchangeNames.Name(FinishReason.Unknown), Faint),
    ];

    /// <summary>By percentile.</summary>
    public static IReadOnlyList<(string, string)> Percentiles { get; } = [("p50", Good), ("p95", "orange"), ("p99", Bad)];

    /// <summary>By kind of token.</summary>
    public static IReadOnlyList<(string, string)> Tokens { get; } = [("input", Neutral), ("output", "orange")];

    /// <summary>By verdict on the shadow.</summary>
    public static IReadOnlyList<(string, string)> Verdicts { get; } = [("win", Good), ("tie", Neutral), ("loss", Bad)];

    /// <summary>By result of a scorer.</summary>
    public static IReadOnlyList<(string, string)> ScoreResults { get; } = [("scored", Good), ("not_applicable", Faint), ("failed", Bad)];

    /// <summary>By result of a canary.</summary>
    public static IReadOnlyList<(string, string)> CanaryResults { get; } = [("pass", Good), ("fail", Bad), ("error", "dark-orange")];

    /// <summary>By state of an alert.</summary>
    public static IReadOnlyList<(string, string)> AlertStates { get; } =
        [("pending", Warning), ("firing", Bad), ("resolved", Good), ("silenced", Faint)];

    /// <summary>By edge of an interval.</summary>
    public static IReadOnlyList<(string, string)> Interval { get; } = [("low", Faint), ("high", Faint), ("mean", Neutral)];
}
