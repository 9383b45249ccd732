namespace LlmSentinel.Simulator;

/// <summary>A question with one right answer, which a healthy simulated model always gives.</summary>
/// <param name="Kind">arithmetic, capital, opposite, sequence or fact; a wrong answer is the right one of another question of the kind.</param>
/// <param name="Question">As asked, with its question mark.</param>
/// <param name="Answer">The shortest right answer.</param>
public sealed record KnownQuestion(string Kind, string Question, string Answer);
