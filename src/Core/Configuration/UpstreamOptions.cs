using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Whether the sentinel may ask for usage in streams that would carry none.</summary>
public enum UsageMode
{
    /// <summary>Ask where the upstream is known to accept it.</summary>
    Auto,

    /// <summary>Always ask; strip from the answer what the client did not ask for.</summary>
    Ask,

    /// <summary>Never touch a byte.</summary>
    Observe,
}

/// <summary>One named LLM endpoint.</summary>
public sealed class UpstreamOptions
{
    [Description("Known provider this upstream is: address, credential form, usage mode and provider name come from it. Absent: the upstream's own name if that is a preset, else 'openai-compatible'.")]
    [AllowedValues(null, "openai", "azure", "anthropic", "gemini", "ollama", "openrouter", "openai-compatible", "vllm", "llama-cpp", "bedrock", "xai", "deepseek", "groq", "mistral", "vertex", "cohere")]
    public string? Preset { get; init; }

    [Description("Base URL, for an upstream with one destination. The client's path is appended to it.")]
    [ValueFormat(ValueFormatNames.BaseUrl)]
    public string? Address { get; init; }

    [Description("Azure OpenAI resource name; stands for https://{resource}.openai.azure.com.")]
    [ValueFormat(ValueFormatNames.AzureResource)]
    public string? Resource { get; init; }

    [Description("Several destinations by name, in YARP's words. Instead of address.")]
    public Dictionary<string, DestinationOptions> Destinations { get; init; } = [];

    [Description("Credential the sentinel adds, in the header or query form of the preset, in place of the client's. Absent: the client's credentials pass through.")]
    [Secret, ValueFormat(ValueFormatNames.HeaderValue)]
    public string? ApiKey { get; init; }

    [Description("auto: ask for usage in streams where the upstream is known to accept it; ask: always; observe: never touch a byte.")]
    public UsageMode Usage { get; init; } = UsageMode.Auto;

    [Description("OpenTelemetry gen_ai.provider.name. Absent: the preset's.")]
    public string? Provider { get; init; }

    [Description("Model by deployment or alias, for prices: the name the provider answers with (or the deployment asked for) to the name in the price list.")]
    public Dictionary<string, string> ModelAliases { get; init; } = [];

    [Description("Share of this upstream's calls to sample, in place of sampling.rate. Absent: sampling.rate.")]
    [Range(0.0, 1.0)]
    public double? SampleRate { get; init; }

    [Description("YARP load balancing policy among several destinations.")]
    [AllowedValues(null, "FirstAlphabetical", "Random", "PowerOfTwoChoices", "RoundRobin", "LeastRequests")]
    public string? LoadBalancingPolicy { get; init; }

    [Description("YARP session affinity.")]
    public SessionAffinityOptions? SessionAffinity { get; init; }

    [Description("YARP health checks.")]
    public HealthCheckOptions? HealthCheck { get; init; }

    [Description("YARP's HTTP client towards the destinations.")]
    public HttpClientOptions HttpClient { get; init; } = new();

    [Description("YARP's HTTP request towards the destinations.")]
    public HttpRequestOptions HttpRequest { get; init; } = new();

    [Description("Timeouts suited to LLMs.")]
    public TimeoutOptions Timeouts { get; init; } = new();

    [Description("A local server: priced by hardware and electricity over busy time instead of by token.")]
    public LocalCostOptions? LocalCost { get; init; }
}

/// <summary>A YARP destination.</summary>
public sealed class DestinationOptions
{
    [Description("Base URL. The client's path is appended to it.")]
    [Required, ValueFormat(ValueFormatNames.BaseUrl)]
    public string Address { get; init; } = "";

    [Description("Base URL of active health probes. Absent: address.")]
    [ValueFormat(ValueFormatNames.BaseUrl)]
    public string? Health { get; init; }

    [Description("Host header to send. Absent: the host of address.")]
    [ValueFormat(ValueFormatNames.Host)]
    public string? Host { get; init; }
}

/// <summary>YARP's SessionAffinityConfig.</summary>
public sealed class SessionAffinityOptions
{
    [Description("Whether a client stays with its destination.")]
    public bool Enabled { get; init; } = true;

    [Description("How the destination is remembered.")]
    [AllowedValues("HashCookie", "ArrCookie", "Cookie", "CustomHeader")]
    public string Policy { get; init; } = "HashCookie";

    [Description("What happens when that destination is gone.")]
    [AllowedValues("Redistribute", "Return503Error")]
    public string FailurePolicy { get; init; } = "Redistribute";

    [Description("Name of the cookie or header.")]
    [Required, ValueFormat(ValueFormatNames.HeaderName)]
    public string AffinityKeyName { get; init; } = ".Sentinel.Affinity";
}

/// <summary>YARP's HealthCheckConfig.</summary>
public sealed class HealthCheckOptions
{
    [Description("Probes sent to every destination.")]
    public ActiveHealthCheckOptions? Active { get; init; }

    [Description("Watching the calls themselves.")]
    public PassiveHealthCheckOptions? Passive { get; init; }

    [Description("Which destinations may be used when some are unhealthy.")]
    [AllowedValues("HealthyAndUnknown", "HealthyOrPanic")]
    public string AvailableDestinationsPolicy { get; init; } = "HealthyAndUnknown";
}

/// <summary>YARP's ActiveHealthCheckConfig.</summary>
public sealed class ActiveHealthCheckOptions
{
    [Description("On or off.")]
    public bool Enabled { get; init; } = true;

    [Description("Between two probes.")]
    [DurationRange("100ms", "1d")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(15);

    [Description("Longest wait for a probe's answer.")]
    [DurationRange("10ms", "1h")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    [Description("How probes are judged.")]
    [AllowedValues("ConsecutiveFailures")]
    public string Policy { get; init; } = "ConsecutiveFailures";

    [Description("Path of the probe.")]
    [Required, ValueFormat(ValueFormatNames.UrlPath)]
    public string Path { get; init; } = "/health";

    [Description("Query of the probe, with its question mark.")]
    [ValueFormat(ValueFormatNames.UrlQuery)]
    public string? Query { get; init; }
}

/// <summary>YARP's PassiveHealthCheckConfig.</summary>
public sealed class PassiveHealthCheckOptions
{
    [Description("On or off.")]
    public bool Enabled { get; init; } = true;

    [Description("How calls are judged.")]
    [AllowedValues("TransportFailureRate")]
    public string Policy { get; init; } = "TransportFailureRate";

    [Description("After how long an unhealthy destination is tried again.")]
    [DurationRange("100ms", "1d")]
    public TimeSpan ReactivationPeriod { get; init; } = TimeSpan.FromSeconds(60);
}

/// <summary>YARP's HttpClientConfig, the parts that matter here.</summary>
public sealed class HttpClientOptions
{
    [Description("Most connections to one destination. 0: no limit.")]
    [Range(0, 1_000_000)]
    public int MaxConnectionsPerServer { get; init; }

    [Description("Open further HTTP/2 connections when one has no free streams.")]
    public bool EnableMultipleHttp2Connections { get; init; } = true;

    [Description("Accept any certificate of the destination. Only for tests.")]
    public bool DangerousAcceptAnyServerCertificate { get; init; }
}

/// <summary>YARP's ForwarderRequestConfig, the parts that matter here.</summary>
public sealed class HttpRequestOptions
{
    [Description("HTTP version towards the destination. Absent: 2 over TLS where offered, else 1.1.")]
    [AllowedValues(null, "1.1", "2")]
    public string? Version { get; init; }

    [Description("How strict the version is.")]
    [AllowedValues(null, "RequestVersionOrLower", "RequestVersionOrHigher", "RequestVersionExact")]
    public string? VersionPolicy { get; init; }
}

/// <summary>Timeouts towards an upstream. 0: none.</summary>
public sealed class TimeoutOptions
{
    [Description("Longest wait for a connection.")]
    [DurationRange("1ms", "1h", OrZero = true)]
    public TimeSpan Connect { get; init; } = TimeSpan.FromSeconds(15);

    [Description("Longest wait for the response head after the request was sent. Plain calls of reasoning models answer after many minutes.")]
    [DurationRange("1ms", "7d", OrZero = true)]
    public TimeSpan Headers { get; init; } = TimeSpan.FromMinutes(30);

    [Description("Longest silence inside a response.")]
    [DurationRange("1ms", "7d", OrZero = true)]
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(30);

    [Description("Longest whole call. 0: no limit.")]
    [DurationRange("1ms", "7d", OrZero = true)]
    public TimeSpan Total { get; init; } = TimeSpan.Zero;
}

/// <summary>What a local server costs.</summary>
public sealed class LocalCostOptions
{
    [Description("US dollars an hour of hardware (rent, or purchase spread over its life).")]
    [Range(0, 100_000)]
    public decimal HardwarePerHour { get; init; }

    [Description("Power draw while busy, in watts.")]
    [Range(0, 1_000_000)]
    public decimal Watts { get; init; }

    [Description("US dollars a kilowatt-hour.")]
    [Range(0, 100)]
    public decimal PricePerKwh { get; init; }
}
