using System.Globalization;
using System.Text;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Grafana.Reserved;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Grafana.Tests.Harness;

/// <summary>
/// A page of metrics as later versions will write it: every reserved metric, by its definition, and those of today that only trouble moves.
/// No sentinel stands behind it. It answers 503 until it is opened.
/// </summary>
internal sealed class LaterMetrics : IAsyncDisposable
{
    private static readonly string[] Trouble =
    [
        MetricNames.QueueDropped, MetricNames.StageFailures, MetricNames.LabelOverflows, MetricNames.ConfigReloads, MetricNames.SpoolDropped,
        MetricNames.SpoolQuarantined, MetricNames.StoreWriteRetries,
    ];

    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        [MetricTags.Upstream] = [Traffic.OpenAI],
        [MetricTags.Model] = [Traffic.Model],
        [MetricTags.App] = [Traffic.App],
        [MetricTags.Operation] = ["chat"],
        [MetricTags.Result] = ["scored", "failed", "pass", "fail", "ok"],
        [MetricTags.Direction] = ["up"],
        [ReservedTags.Evaluator] = ["judge", "prompt_length", "answer_length"],
        [ReservedTags.Bound] = ["low", "mean", "high"],
        [ReservedTags.Verdict] = ["win", "tie", "loss"],
        [ReservedTags.State] = ["pending", "firing"],
    };

    private readonly WebApplication _app;
    private int _scrapes;

    private LaterMetrics(WebApplication app) => _app = app;

    /// <summary>Whether it answers.</summary>
    public bool Open { get; set; }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<LaterMetrics> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var metrics = new LaterMetrics(builder.Build());
        metrics._app.MapGet("/metrics", () => metrics.Open ? Results.Text(metrics.Write()) : Results.StatusCode(503));
        await metrics._app.StartAsync();
        return metrics;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Write()
    {
        // Counters grow with every look at them, so that a rate has something to see.
        var step = Interlocked.Increment(ref _scrapes);
        var page = new StringBuilder();
        foreach (var metric in ReservedInstruments.All.Concat(Trouble.Select(Instruments.Get)))
        {
            page.Append(CultureInfo.InvariantCulture, $"# TYPE {metric.PrometheusName} {metric.Kind.ToString().ToLowerInvariant()}\n");
            foreach (var labels in Combinations([.. metric.Tags]))
                WriteSeries(page, metric, labels, step);
        }

        return page.ToString();
    }

    private static void WriteSeries(StringBuilder page, InstrumentDefinition metric, string labels, int step)
    {
        if (metric.Kind != InstrumentKind.Histogram)
        {
            page.Append(CultureInfo.InvariantCulture, $"{metric.PrometheusName}{{{labels}}} {step}\n");
            return;
        }

        foreach (var bound in metric.Buckets!)
            page.Append(CultureInfo.InvariantCulture, $"{metric.PrometheusName}_bucket{{{labels},le=\"{bound}\"}} {step}\n");
        page.Append(CultureInfo.InvariantCulture, $"{metric.PrometheusName}_bucket{{{labels},le=\"+Inf\"}} {step}\n");
        page.Append(CultureInfo.InvariantCulture, $"{metric.PrometheusName}_sum{{{labels}}} {step * 0.5}\n{metric.PrometheusName}_count{{{labels}}} {step}\n");
    }

    private static IEnumerable<string> Combinations(IReadOnlyList<string> tags) =>
        tags.Aggregate<string, IEnumerable<string>>([""], (made, tag) =>
            from labels in made
            from value in Values.GetValueOrDefault(tag, ["any"])
            select $"{(labels.Length == 0 ? "" : labels + ",")}{tag}=\"{value}\"");
}
