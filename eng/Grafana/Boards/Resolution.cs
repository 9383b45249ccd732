using LlmSentinel.Core.Recording.Points;

namespace LlmSentinel.Grafana.Boards;

/// <summary>
/// What panels that count are read from in InfluxDB: single calls, or the sums a sentinel with <c>store.rollups</c> writes, which are
/// thousands of rows where calls are millions. The name of a choice is the panels' shortest interval: sums of an hour cannot be drawn by the minute.
/// </summary>
internal static class Resolution
{
    /// <summary>Name in queries.</summary>
    public const string Name = "resolution";

    /// <summary>A panel's shortest interval.</summary>
    public const string Interval = "${resolution:text}";

    /// <summary>Shown beside the choice.</summary>
    public const string Description =
        "What panels that count are read from: single calls (10s), or sums of minutes or hours, which take a fraction of the time over days and months. "
        + "Sums are there with store.rollups. Percentiles are always read from single calls: those of sums cannot be had in InfluxQL.";

    /// <summary>The choices, the one taken first, and what stands in a query for it.</summary>
    public static IReadOnlyList<(string Text, string Value)> Choices { get; } =
    [
        ("10s", $"\"{ExchangePoints.Measurement}\""),
        ("1m", $"\"1m\".\"{RollupPoints.Minute}\""),
        ("1h", $"\"1h\".\"{RollupPoints.Hour}\""),
    ];
}
