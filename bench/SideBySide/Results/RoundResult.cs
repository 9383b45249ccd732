namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>One target in one round.</summary>
/// <param name="Round">Number of the round, from 0; rounds of the same number ran next to each other.</param>
/// <param name="Noise">What else used the machine meanwhile, for people; null when it was quiet.</param>
/// <param name="Metrics">Figures by one of <see cref="Results.Metrics"/>.</param>
public sealed record RoundResult(int Round, string? Noise, IReadOnlyDictionary<string, double> Metrics);
