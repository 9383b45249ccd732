namespace LlmSentinel.Sentinel.Exporting.Columns;

/// <summary>What the values of a column are.</summary>
internal enum ColumnKind
{
    /// <summary>Text as it came.</summary>
    Text,

    /// <summary>One of a few words.</summary>
    Word,

    /// <summary>A moment, UTC, to the microsecond.</summary>
    Time,

    /// <summary>A duration in milliseconds.</summary>
    Duration,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>US dollars, exact.</summary>
    Money,

    /// <summary>True or false.</summary>
    Flag,
}
