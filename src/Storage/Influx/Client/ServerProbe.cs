using System.Net;
using System.Text.Json;

namespace LlmSentinel.Storage.Influx.Client;

/// <summary>Tells from what a server answers to <c>/ping</c> and <c>/health</c> which one it is.</summary>
internal static class ServerProbe
{
    /// <summary>What the headers every InfluxDB answer carries say; null when they are not there.</summary>
    public static InfluxServerInfo? FromHeaders(HttpResponseMessage answer)
    {
        var version = Header(answer, "X-Influxdb-Version");
        var build = Header(answer, "X-Influxdb-Build");
        if (version is null && build is null)
            return null;
        return new InfluxServerInfo(KindOf(version, build), version, build);
    }

    /// <summary>What the body of <c>/ping</c> (3) or <c>/health</c> (2.x, VictoriaMetrics) says; null when it says nothing.</summary>
    public static InfluxServerInfo? FromBody(string body, HttpResponseMessage answer)
    {
        if (answer.StatusCode != HttpStatusCode.OK)
            return null;
        if (body == "OK" && answer.Headers.Contains("X-Server-Hostname"))
            return new InfluxServerInfo(InfluxKind.VictoriaMetrics, null, null);
        try
        {
            using var json = JsonDocument.Parse(body);
            if (json.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.String)
            {
                return new InfluxServerInfo(KindOf(version.GetString(), null), version.GetString(), null);
            }
        }
        catch (JsonException)
        {
            // Somebody else's page.
        }

        return null;
    }

    private static InfluxKind KindOf(string? version, string? build) => version?.TrimStart('v') switch
    {
        ['1', '.', ..] => InfluxKind.V1,
        ['2', '.', ..] => InfluxKind.V2,
        ['3', '.', ..] => InfluxKind.V3,
        _ when build is "Core" or "Enterprise" => InfluxKind.V3,
        // Cloud and builds of one's own, which tell a commit in place of a version.
        _ => InfluxKind.V2,
    };

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() is { Length: > 0 } value ? value : null : null;
}
