namespace LlmSentinel.Sentinel.Api;

/// <summary>When this process began to serve.</summary>
internal sealed record ProcessStart(DateTimeOffset At);
