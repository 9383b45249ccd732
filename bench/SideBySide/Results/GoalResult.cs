namespace LlmSentinel.Bench.SideBySide.Results;

/// <summary>Something to be reached.</summary>
/// <param name="Name">What is looked at, such as <c>CPU per exchange, 1 KB plain, against plain YARP</c>.</param>
/// <param name="Target">Whose goal it is: one of <see cref="TargetNames"/>.</param>
/// <param name="Scenario">The scenario it is read from; for people when several are.</param>
/// <param name="Goal">What is to be reached, for people, such as <c>&lt;= 1.05x</c>.</param>
/// <param name="Measured">What was found, for people, with its spread; says why when nothing was.</param>
/// <param name="Value">What was found; null when it was not measured.</param>
/// <param name="Met">Whether it is reached; null when it was not measured.</param>
public sealed record GoalResult(string Name, string Target, string Scenario, string Goal, string Measured, double? Value, bool? Met);
