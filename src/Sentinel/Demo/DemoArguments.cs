namespace LlmSentinel.Sentinel.Demo;

/// <summary>What the user asked <c>sentinel demo</c> for.</summary>
/// <param name="Duration">How long; null: until it is stopped.</param>
/// <param name="Seed">Of callers and answers.</param>
/// <param name="Speed">Scenario seconds per real second.</param>
internal sealed record DemoArguments(TimeSpan? Duration, ulong Seed, double Speed);
