namespace LlmSentinel.Storage.Influx.Client;

/// <summary>Which of the interfaces a server speaks.</summary>
internal enum InfluxKind
{
    /// <summary>InfluxDB 1.x: <c>/write</c>, databases and retention policies.</summary>
    V1,

    /// <summary>InfluxDB 2.x and Cloud: <c>/api/v2/write</c>, organizations and buckets.</summary>
    V2,

    /// <summary>InfluxDB 3: <c>/api/v2/write</c>, databases.</summary>
    V3,

    /// <summary>VictoriaMetrics: takes points by <c>/api/v2/write</c>, does not answer InfluxQL.</summary>
    VictoriaMetrics,

    /// <summary>Something answers, but does not say what it is: a gateway that lets writes through only, for example.</summary>
    Unknown,
}

/// <summary>What a server says it is.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="Version">Version in its own words; null when it does not tell.</param>
/// <param name="Build">Build in its own words, for example <c>OSS</c>, <c>Cloud</c>, <c>Core</c>; null when it does not tell.</param>
internal sealed record InfluxServerInfo(InfluxKind Kind, string? Version, string? Build)
{
    /// <summary>False for servers that only take points.</summary>
    public bool AnswersInfluxQl => Kind != InfluxKind.VictoriaMetrics;

    /// <summary>For people.</summary>
    public override string ToString()
    {
        var name = Kind switch
        {
            InfluxKind.VictoriaMetrics => "VictoriaMetrics",
            InfluxKind.Unknown => "a server that does not say what it is",
            _ => "InfluxDB",
        };
        return string.Join(' ', new[] { name, Version, Build is null ? null : $"({Build})" }.Where(part => part is not null));
    }
}
