using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Pipeline;

/// <summary>Brings what was seen of a call before the outcome rules.</summary>
internal static class CallVerdict
{
    public static ExchangeVerdict Of(CallObservation call)
    {
        var gap = call.ObserverFailed ? ObservationGap.ObserverFailed : call.Response.Gap;
        var headReceived = call.Times.HeadArrived > 0 && call.SentinelError is null;
        var ending = new ExchangeEnding(call.Status, headReceived, call.Response.Streamed, call.End, gap);
        // AWS names its errors in the head; the body has only a sentence.
        if (call.Status >= 400)
            call.Response.Facts.ErrorType ??= call.Headers.AmazonErrorType;
        var verdict = OutcomeRules.Judge(ending, call.Match.Dialect, call.Response.Facts);
        return call.SentinelError is { } code ? verdict with { ErrorType = code } : verdict;
    }
}
