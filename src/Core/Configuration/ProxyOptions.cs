using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>The data port.</summary>
public sealed class ProxyOptions
{
    [Description("Addresses for HTTP/1.1 and WebSocket (and HTTP/2 when tls is set), as host:port.")]
    public List<string> Listen { get; init; } = ["127.0.0.1:4100"];

    [Description("Addresses for HTTP/2 without TLS (prior knowledge), as host:port. Empty: none.")]
    public List<string> ListenHttp2 { get; init; } = [];

    [Description("Certificate for TLS on the listen addresses. Absent: cleartext.")]
    public TlsOptions? Tls { get; init; }

    [Description("Upstream that serves paths which do not start with an upstream's name. Empty: such paths answer 404.")]
    public string DefaultUpstream { get; init; } = "openai";

    [Description("Header in which an application names itself. Removed before forwarding.")]
    public string AppHeader { get; init; } = "x-sentinel-app";

    [Description("Without the app header, tell applications apart by a keyed hash of their credential.")]
    public bool AppFromCredential { get; init; } = true;

    [Description("Key of that hash. Empty: one is made at first start and kept beside the database, readable by the owner only.")]
    [Secret]
    public string AppHashKey { get; init; } = "";

    [Description("How long streams in flight may finish at shutdown before they are cut.")]
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Description("Distinct model names kept as labels of rows and metrics; further ones become 'other'.")]
    [Range(1, 100_000)]
    public int MaxModels { get; init; } = 200;

    [Description("Distinct application names kept as labels; further ones become 'other'.")]
    [Range(1, 100_000)]
    public int MaxApps { get; init; } = 200;

    [Description("Longest label value, in characters; longer ones are cut.")]
    [Range(16, 1024)]
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
