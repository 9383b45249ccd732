using Microsoft.Net.Http.Headers;

namespace LlmSentinel.Hosting.Admin;

/// <summary>The two forms of the metrics page.</summary>
internal static class MetricsFormat
{
    /// <summary>Content type of the Prometheus text format, which everybody reads.</summary>
    public const string Text = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Content type of OpenMetrics, which can name examples.</summary>
    public const string OpenMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private const string OpenMetricsType = "application/openmetrics-text";

    /// <summary>True for a caller that names OpenMetrics and would not rather have plain text.</summary>
    public static bool IsOpenMetrics(IList<MediaTypeHeaderValue> accept)
    {
        var wanted = accept.Where(type => type.MediaType.Equals(OpenMetricsType, StringComparison.OrdinalIgnoreCase)).Max(Quality);
        var plain = accept.Where(type => type.MediaType.Equals("text/plain", StringComparison.OrdinalIgnoreCase)).Max(Quality);
        return wanted > 0 && wanted >= (plain ?? 0);
    }

    private static double? Quality(MediaTypeHeaderValue type) => type.Quality ?? 1;
}
