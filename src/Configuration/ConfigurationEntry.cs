namespace LlmSentinel.Configuration;

/// <summary>One value of the configuration in effect, fit to be shown.</summary>
/// <param name="Key">Path of the key, for example <c>upstreams.openai.timeouts.idle</c>.</param>
/// <param name="Value">The value in the words of the file; a secret is masked, a <c>${VAR}</c> keeps its name. Null: none.</param>
/// <param name="Source"><c>default</c>, <c>file:line</c> or <c>environment NAME</c>.</param>
/// <param name="NeedsRestart">A change takes effect at the next start.</param>
public sealed record ConfigurationEntry(string Key, string? Value, string Source, bool NeedsRestart);
