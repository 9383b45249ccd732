namespace LlmSentinel.Hosting.Admin;

/// <summary>Answer of a health probe.</summary>
/// <param name="Status"><c>ok</c>; <c>starting</c>, <c>ready</c> or <c>draining</c>.</param>
public sealed record HealthView(string Status);
