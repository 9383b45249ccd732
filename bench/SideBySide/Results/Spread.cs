namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>A figure of paired rounds with its spread.</summary>
/// <param name="Median">Middle of the pairs.</param>
/// <param name="Low">First quartile.</param>
/// <param name="High">Third quartile.</param>
/// <param name="Pairs">Rounds that count: the quiet ones, or all when too few were quiet.</param>
public readonly record struct Spread(double Median, double Low, double High, int Pairs);
