using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Storage.Sqlite.Schema;

/// <summary>
/// What other columns of a row tell already. Where the value is just that, an empty blob stands in its place, which takes no room.
/// </summary>
internal static class Implied
{
    // Far above any cost there is, and far below where sums of amounts overflow.
    private const decimal LargestAmount = 1_000_000_000;

    /// <summary>The provider's total, when it counts as we do.</summary>
    public static long? TotalReported(TokenUsage usage) => unchecked(usage.InputTotal + usage.OutputTotal);

    /// <summary>What the other parts leave of the total; null where there is no such amount.</summary>
    public static decimal? CostOfOutput(ExchangeCost cost)
    {
        if (cost.Total is not { } rest || decimal.Abs(rest) > LargestAmount)
            return null;
        foreach (var part in (ReadOnlySpan<decimal?>)[cost.Input, cost.CacheRead, cost.CacheWrite, cost.Reasoning, cost.Tools])
        {
            if (part is not { } amount)
                continue;
            if (decimal.Abs(amount) > LargestAmount)
                return null;
            rest -= amount;
        }

        return rest;
    }
}
