namespace LlmSentinel.Grafana.Description;

/// <summary>How a panel shows its numbers.</summary>
internal enum PanelKind
{
    /// <summary>Lines over time.</summary>
    Lines,

    /// <summary>Bars over time.</summary>
    Bars,

    /// <summary>Big numbers.</summary>
    Stat,

    /// <summary>One horizontal bar per series.</summary>
    BarGauge,

    /// <summary>Counts by bucket over time.</summary>
    Heatmap,

    /// <summary>Rows.</summary>
    Table,
}
