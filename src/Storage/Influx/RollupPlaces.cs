namespace LlmSentinel.Storage.Influx;

/// <summary>Retention policies of sums. A bucket or database is named by its database and one of these, a slash between them.</summary>
internal static class RollupPlaces
{
    /// <summary>Sums of a minute.</summary>
    public const string Minute = "1m";

    /// <summary>Sums of an hour.</summary>
    public const string Hour = "1h";
}
