using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Pipeline;

/// <summary>Counts tokens where the provider reported none, or reported only part because the stream was cut.</summary>
public sealed class UsageEstimation(ITokenEstimator estimator, Func<bool> enabled)
{
    /// <summary>True when a count is missing and there is text to count.</summary>
    public bool IsNeeded(CallObservation call, TokenUsage usage)
    {
        var facts = call.Response.Facts;
        return enabled() && facts.Billable && call.SentinelError is null && call.Status is >= 200 and < 300
            && usage.Source switch
            {
                UsageSource.None => HasOutput(call) || HasPrompt(call),
                UsageSource.ReportedPartial => HasOutput(call),
                _ => false,
            };
    }

    /// <summary>
    /// The usage with estimates in place of what is missing. Counts the provider did give are kept where they are higher:
    /// what was billed before a stream was cut is at least that.
    /// </summary>
    public TokenUsage Estimate(CallObservation call, TokenUsage usage)
    {
        var facts = call.Response.Facts;
        var model = facts.Model ?? call.Request.Model;
        long? output = facts.LogprobTokens ?? (HasOutput(call) ? estimator.CountOutput(model, facts.Text.ToText()) : null);
        var input = usage.InputTotal ?? (HasPrompt(call) ? estimator.CountPrompt(model, call.RequestCopy.Head) : null);
        return usage with
        {
            InputTotal = input,
            OutputTotal = Higher(usage.OutputTotal, output),
            Source = usage.Source == UsageSource.None ? UsageSource.Estimated : usage.Source,
            OutputIsLowerBound = facts.HiddenOutput || facts.Text.Truncated || !call.Verdict.Complete,
        };
    }

    private static bool HasOutput(CallObservation call) => !call.Response.Facts.Text.IsEmpty || call.Response.Facts.LogprobTokens is not null;

    private static bool HasPrompt(CallObservation call) =>
        call.RequestCopy.TotalBytes > 0 && call.RequestCopy.Gap == ObservationGap.None && call.Response.Streamed;

    private static long? Higher(long? a, long? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);
}
