using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>Metrics and traces.</summary>
public sealed class TelemetryOptions
{
    [Description("Label metrics by application as well. More series.")]
    public bool LabelApps { get; init; }

    [Description("Push to an OpenTelemetry collector.")]
    public OtlpOptions Otlp { get; init; } = new();
}

/// <summary>OTLP push.</summary>
public sealed class OtlpOptions
{
    [Description("Collector's base URL, for example http://localhost:4318. Empty: no push.")]
    [ValueFormat(ValueFormatNames.BaseUrl)]
    public string Endpoint { get; init; } = "";

    [Description("Transport.")]
    [AllowedValues("http/protobuf", "grpc")]
    public string Protocol { get; init; } = "http/protobuf";

    [Description("Headers sent with each push, for example an authorization.")]
    [Secret, ValueFormat(ValueFormatNames.HeaderValue), KeyPattern("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$", "an HTTP header name")]
    public Dictionary<string, string> Headers { get; init; } = [];

    [Description("Push metrics.")]
    public bool Metrics { get; init; } = true;

    [Description("Push one span per exchange.")]
    public bool Traces { get; init; } = true;

    [Description("Between two pushes of metrics.")]
    [DurationRange("1s", "1h")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(30);

    [Description("Share of exchanges that get a span, 0 to 1, decided by hash of the exchange id. Callers that sent a sampled traceparent always get one.")]
    [Range(0.0, 1.0)]
    public double TraceRatio { get; init; } = 1;
}
