namespace LlmSentinel.Grafana.Description;

/// <summary>Where a dashboard's numbers come from.</summary>
internal enum Source
{
    /// <summary>Prometheus, asked in PromQL.</summary>
    Prometheus,

    /// <summary>InfluxDB, asked in InfluxQL.</summary>
    Influx,
}
