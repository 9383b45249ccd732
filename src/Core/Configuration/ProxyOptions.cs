using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>The data port.</summary>
public sealed class ProxyOptions
{
    [Description("Addresses for HTTP/1.1 and WebSocket (and HTTP/2 when tls is set), as host:port.")]
    [ValueFormat(ValueFormatNames.Listen), NeedsRestart]
    public List<string> Listen { get; init; } = ["127.0.0.1:4100"];

    [Description("Addresses for HTTP/2 without TLS (prior knowledge), as host:port. Empty: none.")]
    [ValueFormat(ValueFormatNames.Listen), NeedsRestart]
    public List<string> ListenHttp2 { get; init; } = [];

    [Description("Certificate for TLS on the listen addresses. Absent: cleartext.")]
    [NeedsRestart]
    public TlsOptions? Tls { get; init; }

    [Description("Upstream that serves paths which do not start with an upstream's name. Empty: such paths answer 404. Absent: openai, or the only upstream when there is no openai.")]
    public string DefaultUpstream { get; init; } = "openai";

    [Description("Header in which an application names itself. Removed before forwarding.")]
    [Required, ValueFormat(ValueFormatNames.HeaderName)]
    public string AppHeader { get; init; } = "x-sentinel-app";

    [Description("Without the app header, tell applications apart by a keyed hash of their credential.")]
    public bool AppFromCredential { get; init; } = true;

    [Description("Key of that hash. Empty: one is made at first start and kept beside the database, readable by the owner only.")]
    [Secret, NeedsRestart]
    public string AppHashKey { get; init; } = "";

    [Description("How long streams in flight may finish at shutdown before they are cut.")]
    [DurationRange("0", "1d")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Description("Run the path of a call against itself for a second or so at start, before readiness is reported, so that the first calls are not slow. Calls are accepted meanwhile.")]
    [NeedsRestart]
    public bool WarmUp { get; init; } = true;

    [Description("Distinct model names kept as labels of rows and metrics; further ones become 'other'.")]
    [Range(1, 100_000), NeedsRestart]
    public int MaxModels { get; init; } = 200;

    [Description("Distinct application names kept as labels; further ones become 'other'.")]
    [Range(1, 100_000), NeedsRestart]
    public int MaxApps { get; init; } = 200;

    [Description("Longest label value, in characters; longer ones are cut.")]
    [Range(16, 1024), NeedsRestart]
    public int MaxLabelLength { get; init; } = 128;
}

/// <summary>A server certificate.</summary>
public sealed class TlsOptions
{
    [Description("PEM file with the certificate chain.")]
    [Required]
    public string Certificate { get; init; } = "";

    [Description("PEM file with the private key.")]
    [Required]
    public string Key { get; init; } = "";
}
