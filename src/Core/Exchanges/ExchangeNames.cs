namespace LlmSentinel.Core.Exchanges;

/// <summary>The words the enums of an exchange go by in the API, in metrics and in the store.</summary>
public static class ExchangeNames
{
    /// <summary>Every outcome's word.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = [.. Enum.GetValues<ExchangeOutcome>().Select(Name)];

    /// <summary>The word of an outcome.</summary>
    public static string Name(ExchangeOutcome outcome) => outcome switch
    {
        ExchangeOutcome.Ok => "ok",
        ExchangeOutcome.ClientError => "client_error",
        ExchangeOutcome.RateLimited => "rate_limited",
        ExchangeOutcome.ServerError => "server_error",
        ExchangeOutcome.Timeout => "timeout",
        ExchangeOutcome.ClientAborted => "client_aborted",
        ExchangeOutcome.UpstreamAborted => "upstream_aborted",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome)),
    };

    /// <summary>The outcome of a word; null for any other word.</summary>
    public static ExchangeOutcome? ParseOutcome(string word) => Parse<ExchangeOutcome>(word, Name);

    /// <summary>The usage source of a word; null for any other word.</summary>
    public static UsageSource? ParseUsageSource(string word) => Parse<UsageSource>(word, Name);

    /// <summary>The cost source of a word; null for any other word.</summary>
    public static CostSource? ParseCostSource(string word) => Parse<CostSource>(word, Name);

    /// <summary>The finish reason of a word; null for any other word.</summary>
    public static FinishReason? ParseFinishReason(string word) => Parse<FinishReason>(word, Name);

    /// <summary>The observation gap of a word; null for any other word.</summary>
    public static ObservationGap? ParseGap(string word) => Parse<ObservationGap>(word, Name);

    /// <summary>The word of a usage source.</summary>
    public static string Name(UsageSource source) => source switch
    {
        UsageSource.None => "none",
        UsageSource.Reported => "reported",
        UsageSource.ReportedPartial => "reported_partial",
        UsageSource.Estimated => "estimated",
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    /// <summary>The word of a cost source.</summary>
    public static string Name(CostSource source) => source switch
    {
        CostSource.Unknown => "unknown",
        CostSource.Catalogue => "catalogue",
        CostSource.Provider => "provider",
        CostSource.Local => "local",
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    /// <summary>The word of a finish reason.</summary>
    public static string Name(FinishReason reason) => reason switch
    {
        FinishReason.Unknown => "unknown",
        FinishReason.Stop => "stop",
        FinishReason.Length => "length",
        FinishReason.ToolCall => "tool_call",
        FinishReason.ContentFilter => "content_filter",
        FinishReason.Pause => "pause",
        FinishReason.Error => "error",
        FinishReason.IncompleteStream => "incomplete_stream",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>The word of an observation gap.</summary>
    public static string Name(ObservationGap gap) => gap switch
    {
        ObservationGap.None => "none",
        ObservationGap.ExchangeLimit => "exchange_limit",
        ObservationGap.ByteBudget => "byte_budget",
        ObservationGap.UnknownEncoding => "unknown_encoding",
        ObservationGap.Malformed => "malformed",
        ObservationGap.ObserverFailed => "observer_failed",
        _ => throw new ArgumentOutOfRangeException(nameof(gap)),
    };

    private static T? Parse<T>(string word, Func<T, string> name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (name(value) == word)
                return value;
        }

        return null;
    }
}
