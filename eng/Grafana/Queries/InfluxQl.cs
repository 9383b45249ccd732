namespace LlmSentinel.Grafana.Queries;

/// <summary>
/// InfluxQL of the measurements in <see cref="Reserved.Measurements"/>. Every query carries the dashboard's variables as anchored regular
/// expressions: <c>:regex</c> escapes values, slashes included, and the parentheses keep the anchors around each of several.
/// </summary>
internal static class InfluxQl
{
    /// <summary>Behind a count or sum per interval: makes it a rate per second.</summary>
    public const string PerSecond = " * 1000 / $__interval_ms";

    /// <summary>Behind a count or sum per interval: makes it a rate per hour.</summary>
    public const string PerHour = " * 3600000 / $__interval_ms";

    /// <summary>In place of a measurement: single calls, or sums of minutes or hours, as <see cref="Boards.Resolution"/> has been chosen.</summary>
    public const string AtResolution = "${resolution:raw}";

    /// <summary>The usual percentiles of a field, as columns.</summary>
    public static string Percentiles(string field) =>
        $"percentile(\"{field}\", 50) AS \"p50\", percentile(\"{field}\", 95) AS \"p95\", percentile(\"{field}\", 99) AS \"p99\"";

    /// <summary>One value per interval.</summary>
    public static string OverTime(string measurement, string select, string by = "", string where = "", string fill = "null") =>
        $"{Once(measurement, select, "", where)} GROUP BY time($__interval){Tags(by, ", ")} fill({fill})";

    /// <summary>One value per series over the time shown.</summary>
    public static string Once(string measurement, string select, string by = "", string where = "") =>
        $"SELECT {select} FROM {(measurement == AtResolution ? measurement : $"\"{measurement}\"")} WHERE {Where(where)} AND $timeFilter{(by.Length == 0 ? "" : " GROUP BY " + Tags(by, ""))}";

    /// <summary>The values of a tag.</summary>
    public static string TagValues(string measurement, string tag, string where = "") =>
        $"SHOW TAG VALUES FROM \"{measurement}\" WITH KEY = \"{tag}\"{(where.Length == 0 ? "" : " WHERE " + where)}";

    /// <summary>A tag is one of those chosen.</summary>
    public static string Chosen(string tag) => $"\"{tag}\" =~ /^(${{{tag}:regex}})$/";

    private static string Where(string where) =>
        $"{Chosen("upstream")} AND {Chosen("model")} AND {Chosen("app")}{(where.Length == 0 ? "" : " AND " + where)}";

    private static string Tags(string by, string prefix) =>
        by.Length == 0 ? "" : prefix + string.Join(", ", by.Split(',').Select(tag => $"\"{tag.Trim()}\""));
}
