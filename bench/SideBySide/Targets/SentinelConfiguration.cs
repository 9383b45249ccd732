namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>The configuration file of the sentinel and of the lean sidecar.</summary>
internal static class SentinelConfiguration
{
    /// <summary>The store of a process that runs in this folder.</summary>
    public static string Database(string folder) => Path.Combine(folder, "sentinel.db");

    /// <summary>Recording to <see cref="Database"/>.</summary>
    public static string Sqlite(string folder) => $"kind: sqlite, path: \"{Database(folder)}\"";

    /// <summary>Recording to a server that is not there.</summary>
    public static string Away(string folder) =>
        $"kind: influxdb, url: \"http://127.0.0.1:{Ports.Free()}\", bucket: bench, spool: {{ path: \"{Path.Combine(folder, "spool")}\" }}";

    /// <summary>Not recording.</summary>
    public const string NoStore = "kind: none";

    /// <summary>Share of the calls whose text is kept, where some is.</summary>
    public const string SampleRate = "0.05";

    /// <summary>Writes <c>sentinel.yaml</c>: one upstream, everything else as shipped but for what is recorded.</summary>
    public static Task WriteAsync(string folder, int port, int adminPort, int upstreamPort, string store, bool sampling) =>
        File.WriteAllTextAsync(Path.Combine(folder, "sentinel.yaml"), $$"""
            proxy:
              listen: ["127.0.0.1:{{port}}"]
            admin:
              listen: "127.0.0.1:{{adminPort}}"
            upstreams:
              openai: { preset: openai, address: "http://127.0.0.1:{{upstreamPort}}" }
            store: { {{store}} }
            sampling:
              rate: {{(sampling ? SampleRate : "0")}}
            logging:
              level: warning
            """);
}
