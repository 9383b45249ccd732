using LlmSentinel.Core.Telemetry;

namespace LlmSentinel.Grafana.Queries;

/// <summary>
/// PromQL of the metrics in <see cref="Catalogue"/>. A selector carries the dashboard's variables for those labels the metric has; a
/// label it does not have is an error here and not an empty panel there.
/// </summary>
internal static class PromQl
{
    /// <summary>The window of rates over time.</summary>
    public const string Step = "$__rate_interval";

    /// <summary>All the time shown.</summary>
    public const string All = "$__range";

    // Beside the labels of a metric there are those of the scrape and of histograms.
    private static readonly string[] Everywhere = ["instance", "le"];

    /// <summary>A metric's name.</summary>
    public static string Name(string metric) => Catalogue.Get(metric).PrometheusName;

    /// <summary>A metric with the variables of the dashboard.</summary>
    public static string Select(string metric, string where = "", string part = "")
    {
        var labels = Catalogue.Labels(metric);
        var matchers = new List<string>();
        foreach (var name in new[] { MetricTags.Upstream, MetricTags.Model, MetricTags.App })
        {
            if (labels.Contains(name))
                matchers.Add($"{name}=~\"${name}\"");
        }

        // What is not about an upstream is about the sentinel itself.
        if (!labels.Contains(MetricTags.Upstream))
            matchers.Add("instance=~\"$instance\"");
        if (where.Length > 0)
        {
            Check(metric, where.Split(',').Select(matcher => matcher[..matcher.IndexOfAny(['=', '!'])]));
            matchers.Add(where);
        }

        return $"{Name(metric)}{part}{{{string.Join(", ", matchers)}}}";
    }

    /// <summary>Growth per second.</summary>
    public static string Rate(string metric, string by = "", string where = "", string part = "", string over = Step) =>
        $"{Sum(metric, by)} (rate({Select(metric, where, part)}[{over}]))";

    /// <summary>Growth over the time shown.</summary>
    public static string Increase(string metric, string by = "", string where = "", string over = All) =>
        $"{Sum(metric, by)} (increase({Select(metric, where)}[{over}]))";

    /// <summary>A percentile of a histogram, 0 to 1.</summary>
    public static string Quantile(string quantile, string metric, string by = "", string where = "", string over = Step) =>
        $"histogram_quantile({quantile}, {Rate(metric, by.Length == 0 ? "le" : $"le, {by}", where, "_bucket", over)})";

    /// <summary>Mean of a histogram.</summary>
    public static string Mean(string metric, string by = "", string where = "") =>
        $"{Rate(metric, by, where, "_sum")} / {Rate(metric, by, where, "_count")}";

    /// <summary>Counts by bucket of a histogram.</summary>
    public static string Buckets(string metric, string where = "") => $"sum by (le) (increase({Select(metric, where, "_bucket")}[{Step}]))";

    /// <summary>A gauge, aggregated.</summary>
    public static string Gauge(string aggregate, string metric, string by = "", string where = "") =>
        $"{Aggregate(aggregate, metric, by)} ({Select(metric, where)})";

    private static string Sum(string metric, string by) => Aggregate("sum", metric, by);

    private static string Aggregate(string function, string metric, string by)
    {
        if (by.Length == 0)
            return function;
        Check(metric, by.Split(','));
        return $"{function} by ({by})";
    }

    private static void Check(string metric, IEnumerable<string> labels)
    {
        var unknown = labels.Select(label => label.Trim()).Except([.. Catalogue.Labels(metric), .. Everywhere]).ToList();
        if (unknown.Count > 0)
            throw new ArgumentException($"{metric} has no label {string.Join(", ", unknown)}.", nameof(labels));
    }
}
