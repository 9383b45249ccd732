using System.ComponentModel;

namespace LlmSentinel.Core.Configuration;

/// <summary>The admin port.</summary>
public sealed class AdminOptions
{
    [Description("Address of the admin port, as host:port. A non-loopback address needs a token.")]
    public string Listen { get; init; } = "127.0.0.1:4101";

    [Description("Bearer token the admin port asks for, except for /healthz and /readyz. Empty: none (loopback only).")]
    [Secret]
    public string Token { get; init; } = "";
}
