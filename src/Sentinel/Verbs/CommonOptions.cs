using System.CommandLine;

namespace LlmSentinel.Sentinel.Verbs;

/// <summary>Options every verb understands.</summary>
internal static class CommonOptions
{
    /// <summary>The configuration file. Absent: SENTINEL_CONFIG, ./sentinel.yaml, ./config/sentinel.yaml, built-in defaults.</summary>
    public static Option<string?> Config { get; } = new("--config", "-c")
    {
        Description = "Configuration file. Default: $SENTINEL_CONFIG, ./sentinel.yaml, ./config/sentinel.yaml, else built-in defaults.",
        HelpName = "FILE",
        Recursive = true,
    };
}
