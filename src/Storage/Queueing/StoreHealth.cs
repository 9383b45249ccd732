namespace LlmSentinel.Storage.Queueing;

/// <summary>Whether writing works, and since when not. Replaced whole, so that any thread reads it without a lock.</summary>
/// <param name="FailingSince">When the first of the failures in a row happened; null while writing works.</param>
/// <param name="Problem">What is wrong, one line; null while writing works.</param>
/// <param name="ErrorType">Type of the last exception; null while writing works.</param>
/// <param name="Attempts">Failures in a row.</param>
internal sealed record StoreHealth(DateTimeOffset? FailingSince, string? Problem, string? ErrorType, int Attempts)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static StoreHealth Healthy { get; } = new(null, null, null, 0);

    /// <summary>How long to wait before the next attempt: 0.1 s, doubled each time, 5 s at most.</summary>
    public TimeSpan Pause => Attempts == 0
        ? TimeSpan.Zero
        : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(Attempts - 1, 10)));

    public StoreHealth Failed(DateTimeOffset now, string problem, string errorType) =>
        new(FailingSince ?? now, problem, errorType, Attempts + 1);
}
