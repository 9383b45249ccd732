using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>The admin port.</summary>
public sealed class AdminOptions
{
    [Description("Address of the admin port, as host:port. A non-loopback address needs a token.")]
    [Required, ValueFormat(ValueFormatNames.Listen), NeedsRestart]
    public string Listen { get; init; } = "127.0.0.1:4101";

    [Description("Bearer token the admin port asks for, except for /healthz and /readyz. Empty: none (loopback only).")]
    [Secret, NeedsRestart, ValueFormat(ValueFormatNames.HeaderValue)]
    public string Token { get; init; } = "";
}
