namespace LlmSentinel.Grafana.Description;

/// <summary>A choice at the top of a dashboard.</summary>
/// <param name="Name">Name in queries.</param>
/// <param name="Label">Name on the screen.</param>
/// <param name="Prometheus">Query of its values.</param>
/// <param name="Influx">Query of its values; null where InfluxDB has none.</param>
/// <param name="MatchesNothing">All also matches series without this label.</param>
internal sealed record Variable(string Name, string Label, string Prometheus, string? Influx, bool MatchesNothing = true)
{
    /// <summary>The query of a source.</summary>
    public string? For(Source source) => source == Source.Prometheus ? Prometheus : Influx;
}
