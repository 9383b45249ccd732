using LlmSentinel.Storage.Influx.Client;

namespace LlmSentinel.Storage.Influx.Shipping;

/// <summary>
/// When a batch that was not taken is sent again: never given up. Failures that pass by themselves are tried after a random time below a
/// bound that doubles each time (full jitter), so that many sidecars do not come back at once; those somebody has to mend, at a slow pace.
/// </summary>
internal sealed class RetrySchedule(Random random)
{
    /// <summary>Longest pause between two attempts without a word of the server.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>Longest time a server is left alone because it asks for it.</summary>
    public static readonly TimeSpan LongestAsked = TimeSpan.FromMinutes(10);

    /// <summary>Pause while somebody has to mend something: a token, a bucket.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);

    /// <summary>Failures in a row.</summary>
    public int Attempts { get; private set; }

    /// <summary>Counts a failure and tells how long to wait.</summary>
    public TimeSpan Next(WriteAnswer answer)
    {
        var bound = First * Math.Pow(2, Math.Min(Attempts, 10));
        Attempts++;
        if (answer.RetryAfter is { } asked)
            return Min(asked, LongestAsked);
        if (answer.Result is WriteResult.Unauthorized or WriteResult.NotFound or WriteResult.Unexpected or WriteResult.Refused)
            return Slow * (0.8 + (0.4 * random.NextDouble()));
        return Shortest + (Min(bound, Longest) * random.NextDouble());
    }

    /// <summary>Something was taken.</summary>
    public void Reset() => Attempts = 0;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
