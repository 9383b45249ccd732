using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire;

/// <summary>What of the counts that were read may be recorded, and how far it can be trusted.</summary>
public static class UsageRules
{
    /// <summary>The usage record of an exchange; <see cref="TokenUsage.None"/> when nothing was told or nothing is billed.</summary>
    /// <param name="facts">What was read.</param>
    /// <param name="complete"><see cref="ExchangeVerdict.Complete"/>.</param>
    public static TokenUsage Record(ResponseFacts facts, bool complete)
    {
        if (!facts.Billable || !facts.HasUsage)
            return TokenUsage.None;
        // The start of an Anthropic stream tells an output of one or so: that is no count.
        var placeholder = facts.State.OutputIsPlaceholder;
        if (complete && !placeholder)
            return facts.Usage.ToUsage(UsageSource.Reported);
        return facts.Usage.ToUsage(UsageSource.ReportedPartial) with
        {
            OutputTotal = placeholder ? null : facts.Usage.OutputTotal,
        };
    }
}
