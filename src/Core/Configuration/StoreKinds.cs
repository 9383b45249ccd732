namespace LlmSentinel.Core.Configuration;

/// <summary>The stores by name.</summary>
public static class StoreKinds
{
    /// <summary>The embedded store: one SQLite file.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>An InfluxDB server, or one that takes its points.</summary>
    public const string InfluxDb = "influxdb";

    /// <summary>No store: metrics only.</summary>
    public const string None = "none";
}
