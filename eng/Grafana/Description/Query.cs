namespace LlmSentinel.Grafana.Description;

/// <summary>One question to a data source.</summary>
/// <param name="Text">PromQL or InfluxQL, with Grafana's variables in it.</param>
/// <param name="Legend">Name of the series in the data source's own template language; in a Prometheus table the column's name.</param>
/// <param name="Shape">What the answer looks like.</param>
internal sealed record Query(string Text, string Legend = "", Shape Shape = Shape.OverTime)
{
    /// <summary>Ask for exemplars as well; Prometheus only.</summary>
    public bool Exemplars { get; init; }
}

/// <summary>What an answer looks like.</summary>
internal enum Shape
{
    /// <summary>Values over the time shown.</summary>
    OverTime,

    /// <summary>One value per series.</summary>
    Once,

    /// <summary>Rows of a table.</summary>
    Rows,

    /// <summary>Counts by bucket over the time shown.</summary>
    Buckets,
}
