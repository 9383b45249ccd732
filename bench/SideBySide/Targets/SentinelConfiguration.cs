namespace LlmSentinel.Bench.SideBySide.Targets;

/// <summary>The configuration file of the sentinel and of the lean sidecar.</summary>
internal static class SentinelConfiguration
{
    /// <summary>The store of a process that runs in this folder.</summary>
    public static string Database(string folder) => Path.Combine(folder, "sentinel.db");

    /// <summary>Share of the calls whose text is kept, where some is.</summary>
    public const string SampleRate = "0.05";

    /// <summary>Writes <c>sentinel.yaml</c>: one upstream, everything else as shipped but for what is recorded.</summary>
    public static Task WriteAsync(string folder, int port, int adminPort, int upstreamPort, bool recording, bool sampling) =>
        File.WriteAllTextAsync(Path.Combine(folder, "sentinel.yaml"), $$"""
            proxy:
              listen: ["127.0.0.1:{{port}}"]
            admin:
              listen: "127.0.0.1:{{adminPort}}"
            upstreams:
              openai: { preset: openai, address: "http://127.0.0.1:{{upstreamPort}}" }
            store: { kind: {{(recording ? "sqlite" : "none")}}, path: "{{Database(folder)}}" }
            sampling:
              rate: {{(sampling ? SampleRate : "0")}}
            logging:
              level: warning
            """);
}
