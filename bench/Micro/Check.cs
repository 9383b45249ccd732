namespace LlmSentinel.Bench.Micro;

/// <summary>A benchmark that no longer does what it is to time must fail, not be fast.</summary>
internal static class Check
{
    /// <exception cref="InvalidOperationException">It is not so.</exception>
    public static void That(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"The benchmark does not do its work: expected that {what}.");
    }
}
