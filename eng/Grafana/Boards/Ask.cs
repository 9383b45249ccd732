using LlmSentinel.Grafana.Description;
using LlmSentinel.Grafana.Queries;
using LlmSentinel.Grafana.Reserved;

namespace LlmSentinel.Grafana.Boards;

/// <summary>Questions that many panels ask.</summary>
internal static class Ask
{
    /// <summary>Median, 95th and 99th percentile of a histogram over time, with exemplars of slow calls.</summary>
    public static IReadOnlyList<Query> Percentiles(string metric, string where = "") =>
    [
        .. new[] { (Value: "0.5", Name: "p50"), (Value: "0.95", Name: "p95"), (Value: "0.99", Name: "p99") }
            .Select(quantile => new Query(PromQl.Quantile(quantile.Value, metric, where: where), quantile.Name) { Exemplars = true }),
    ];

    /// <summary>The same of a field.</summary>
    public static IReadOnlyList<Query> Percentiles(string measurement, string field, string where) =>
        [new(InfluxQl.OverTime(measurement, InfluxQl.Percentiles(field), where: where), "$col")];

    /// <summary>Counts by bucket of a histogram.</summary>
    public static IReadOnlyList<Query> Buckets(string metric, string where = "") =>
        [new(PromQl.Buckets(metric, where), "{{le}}", Shape.Buckets) { Exemplars = true }];

    /// <summary>
    /// The same of a field: InfluxQL has no histogram, so each bucket is a count of its own, named by its upper bound as Prometheus does.
    /// </summary>
    public static IReadOnlyList<Query> Buckets(string measurement, string field, IReadOnlyList<string> bounds, string where = "")
    {
        var queries = new List<Query>();
        for (var i = 0; i <= bounds.Count; i++)
        {
            var conditions = new List<string>();
            if (where.Length > 0)
                conditions.Add(where);
            if (i > 0)
                conditions.Add($"\"{field}\" > {bounds[i - 1]}");
            if (i < bounds.Count)
                conditions.Add($"\"{field}\" <= {bounds[i]}");
            queries.Add(new Query(
                InfluxQl.OverTime(measurement, $"count(\"{field}\")", where: string.Join(" AND ", conditions), fill: "0"),
                i < bounds.Count ? bounds[i] : "+Inf"));
        }

        return queries;
    }

    /// <summary>One PromQL question over time.</summary>
    public static IReadOnlyList<Query> Prometheus(string text, string legend = "") => [new(text, legend)];

    /// <summary>One PromQL question for one value per series.</summary>
    public static IReadOnlyList<Query> PrometheusOnce(string text, string legend = "") => [new(text, legend, Shape.Once)];

    /// <summary>One InfluxQL question about calls over time.</summary>
    public static IReadOnlyList<Query> Calls(string select, string legend, string by = "", string where = "", string fill = "null") =>
        [new(InfluxQl.OverTime(Measurements.Exchange, select, by, where, fill), legend)];

    /// <summary>
    /// Calls counted over time, at the resolution chosen: one question to single calls and one to sums, of which the other finds nothing.
    /// </summary>
    public static IReadOnlyList<Query> Counts(string per, string legend, string by = "", string where = "") =>
    [
        .. new[] { $"count(\"{ExchangeFields.Duration}\")", $"sum(\"{ExchangeFields.Exchanges}\")" }
            .Select(select => new Query(InfluxQl.OverTime(InfluxQl.AtResolution, select + per, by, where, "0"), legend)),
    ];

    /// <summary>The same for one value per series.</summary>
    public static IReadOnlyList<Query> CountsOnce(string legend, string where = "") =>
    [
        .. new[] { $"count(\"{ExchangeFields.Duration}\")", $"sum(\"{ExchangeFields.Exchanges}\")" }
            .Select(select => new Query(InfluxQl.Once(InfluxQl.AtResolution, select, "", where), legend, Shape.Once)),
    ];

    /// <summary>Sums of a field that single calls and sums have, over time at the resolution chosen.</summary>
    public static IReadOnlyList<Query> Sums(string select, string legend) => [new(InfluxQl.OverTime(InfluxQl.AtResolution, select, fill: "0"), legend)];

    /// <summary>The same for one value.</summary>
    public static IReadOnlyList<Query> SumsOnce(string select, string legend) => [new(InfluxQl.Once(InfluxQl.AtResolution, select), legend, Shape.Once)];

    /// <summary>One InfluxQL question about calls, for one value per series.</summary>
    public static IReadOnlyList<Query> CallsOnce(string select, string legend = "", string by = "", string where = "") =>
        [new(InfluxQl.Once(Measurements.Exchange, select, by, where), legend, Shape.Once)];
}
