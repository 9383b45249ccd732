namespace LlmSentinel.Bench.Stores;

/// <summary>A measurement of something that was not done must fail.</summary>
internal static class Check
{
    /// <exception cref="InvalidOperationException">It is not so.</exception>
    public static void That(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"Nothing was measured: expected that {what}.");
    }
}
