namespace LlmSentinel.Storage.Summary;

/// <summary>Which group: null for no word, or not grouped by it.</summary>
/// <param name="Start">Start of the period in microseconds since 1970; null without a step.</param>
/// <param name="Upstream">Upstream.</param>
/// <param name="Model">The responding model, or the requested one where none responded.</param>
/// <param name="App">Application.</param>
/// <param name="Operation">Operation.</param>
internal readonly record struct GroupKey(long? Start, string? Upstream, string? Model, string? App, string? Operation);
