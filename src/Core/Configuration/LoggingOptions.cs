using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace LlmSentinel.Core.Configuration;

/// <summary>The sentinel's own log, on standard error.</summary>
public sealed class LoggingOptions
{
    [Description("Lowest level shown.")]
    [AllowedValues("trace", "debug", "information", "warning", "error", "critical", "none")]
    public string Level { get; init; } = "information";

    [Description("One line of text or one JSON object an event.")]
    [AllowedValues("text", "json")]
    public string Format { get; init; } = "text";
}
