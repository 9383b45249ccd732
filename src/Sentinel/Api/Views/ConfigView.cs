using System.ComponentModel;

namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>The configuration in effect.</summary>
internal sealed record ConfigView(
    [property: Description("The file; null when there is none and the defaults apply.")] string? Path,
    IReadOnlyList<ConfigEntryView> Entries);

/// <summary>One key.</summary>
internal sealed record ConfigEntryView(
    string Key,
    [property: Description("Its value; secrets are masked.")] string? Value,
    [property: Description("Where the value comes from: file and line, environment variable or default.")] string Source,
    [property: Description("Whether a change takes a restart.")] bool NeedsRestart);
