namespace LlmSentinel.Core.Recording;

/// <summary>By what a summary is grouped.</summary>
[Flags]
public enum SummaryGrouping
{
    /// <summary>One row over everything.</summary>
    None = 0,

    /// <summary>By upstream.</summary>
    Upstream = 1,

    /// <summary>By model.</summary>
    Model = 2,

    /// <summary>By application.</summary>
    App = 4,

    /// <summary>By operation.</summary>
    Operation = 8,
}

/// <summary>What to sum up and by what.</summary>
public sealed record SummaryQuery : ExchangeFilter
{
    /// <summary>Grouping.</summary>
    public SummaryGrouping GroupBy { get; init; } = SummaryGrouping.Upstream | SummaryGrouping.Model;

    /// <summary>
    /// One row for each group and period of this length that has exchanges, in the order of time; periods begin at whole multiples since
    /// 1970, UTC. Null: one row for each group. At least a second.
    /// </summary>
    public TimeSpan? Step { get; init; }
}
