namespace LlmSentinel.Storage.Rollups;

/// <summary>Sums that end at the largest number there is: a provider may report absurd counts.</summary>
internal static class Saturating
{
    public static long Add(long a, long b)
    {
        var sum = unchecked(a + b);
        if (((a ^ sum) & (b ^ sum)) >= 0)
            return sum;
        return a > 0 ? long.MaxValue : long.MinValue;
    }
}
