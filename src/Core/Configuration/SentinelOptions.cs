using System.ComponentModel;
using LlmSentinel.Core.Upstreams;

namespace LlmSentinel.Core.Configuration;

/// <summary>The whole configuration file. Keys are these names in camelCase.</summary>
public sealed class SentinelOptions
{
    [Description("The data port: where applications send their calls.")]
    public ProxyOptions Proxy { get; init; } = new();

    [Description("The admin port: API, metrics, health.")]
    public AdminOptions Admin { get; init; } = new();

    [Description("LLM endpoints by name. Reached as /{name}/... on the data port. Absent or empty: openai, anthropic, gemini, ollama and openrouter.")]
    [KeyPattern(UpstreamNames.Pattern, UpstreamNames.PatternMeaning)]
    public Dictionary<string, UpstreamOptions> Upstreams { get; init; } = [];

    [Description("How much of each call may be held in memory to be read.")]
    public CaptureOptions Capture { get; init; } = new();

    [Description("Which calls are kept as text.")]
    public SamplingOptions Sampling { get; init; } = new();

    [Description("Price lists and the user's own prices.")]
    public PricingOptions Pricing { get; init; } = new();

    [Description("Where exchanges are recorded.")]
    [NeedsRestart]
    public StoreOptions Store { get; init; } = new();

    [Description("Metrics and traces.")]
    [NeedsRestart]
    public TelemetryOptions Telemetry { get; init; } = new();

    [Description("The sentinel's own log.")]
    [NeedsRestart]
    public LoggingOptions Logging { get; init; } = new();
}
