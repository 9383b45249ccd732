namespace LlmSentinel.Bench.Micro;

/// <summary>What one benchmark found.</summary>
/// <param name="Stage">The benchmark's class.</param>
/// <param name="Name">Its method.</param>
/// <param name="Parameters">What it was run with, as text; empty for none.</param>
/// <param name="Median">Median time of one operation, in nanoseconds; null when it failed.</param>
/// <param name="Quartile1">A quarter of the measurements took less.</param>
/// <param name="Quartile3">A quarter of the measurements took more.</param>
/// <param name="AllocatedBytes">Bytes allocated by one operation; null when not measured.</param>
internal sealed record ResultRow(
    string Stage, string Name, string Parameters, double? Median, double? Quartile1, double? Quartile3, double? AllocatedBytes);
