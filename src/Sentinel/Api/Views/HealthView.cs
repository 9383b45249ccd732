namespace LlmSentinel.Sentinel.Api.Views;

/// <summary>Answer of a health probe.</summary>
internal sealed record HealthView(string Status);
