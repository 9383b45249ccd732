using System.Globalization;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Wire;

/// <summary>
/// How an exchange ended, from what the provider said before what the transport did: clients close a connection when
/// they are told of an error or of the stream's end, and that is not an abort.
/// </summary>
public static class OutcomeRules
{
    /// <summary>Judges a finished exchange. Marks the facts with <see cref="FinishReason.IncompleteStream"/> where its stream was cut.</summary>
    /// <param name="ending">What the proxy saw.</param>
    /// <param name="dialect">The dialect that read the answer.</param>
    /// <param name="facts">What it read.</param>
    /// <returns>The outcome, and for all but <see cref="ExchangeOutcome.Ok"/> a bounded error word.</returns>
    public static ExchangeVerdict Judge(in ExchangeEnding ending, IDialect dialect, ResponseFacts facts)
    {
        var cut = IsCut(ending, dialect, facts);
        if (cut)
            facts.FinishReason = FinishReason.IncompleteStream;
        var outcome = Outcome(ending, facts, cut);
        return new ExchangeVerdict(outcome, ErrorType(outcome, ending, facts), Complete(ending, facts, cut));
    }

    private static ExchangeOutcome Outcome(in ExchangeEnding ending, ResponseFacts facts, bool cut)
    {
        if (ending.End == ExchangeEnd.TimedOut && !facts.Terminal)
            return ExchangeOutcome.Timeout;
        if (ending is { End: ExchangeEnd.BadRequest, HeadReceived: false })
            return ExchangeOutcome.ClientError;
        if (ending is { HeadReceived: true, Status: >= 400 })
            return OfStatus(ending.Status);
        if (facts.ErrorStatus != 0)
            return facts.ErrorStatus == 429 ? ExchangeOutcome.RateLimited : ExchangeOutcome.ServerError;
        if (facts.Terminal && ending.HeadReceived)
            return ExchangeOutcome.Ok;
        if (ending.End == ExchangeEnd.ClientAborted)
            return ExchangeOutcome.ClientAborted;
        return ending.End == ExchangeEnd.UpstreamAborted || !ending.HeadReceived || cut
            ? ExchangeOutcome.UpstreamAborted
            : ExchangeOutcome.Ok;
    }

    private static ExchangeOutcome OfStatus(int status) => status switch
    {
        429 => ExchangeOutcome.RateLimited,
        408 or 504 => ExchangeOutcome.Timeout,
        >= 500 => ExchangeOutcome.ServerError,
        _ => ExchangeOutcome.ClientError,
    };

    private static string? ErrorType(ExchangeOutcome outcome, in ExchangeEnding ending, ResponseFacts facts) => outcome switch
    {
        ExchangeOutcome.Ok => null,
        ExchangeOutcome.ClientAborted => "client_aborted",
        ExchangeOutcome.UpstreamAborted => "upstream_aborted",
        ExchangeOutcome.ClientError when ending.Status < 400 => "bad_request",
        ExchangeOutcome.Timeout when !ending.HeadReceived || ending.Status < 400 => "timeout",
        _ => facts.ErrorType ?? (ending.Status >= 400 ? ending.Status : facts.ErrorStatus).ToString(CultureInfo.InvariantCulture),
    };

    // Without the dialect's own marker a stream is not complete, however clean its end. That proves nothing where the
    // observer did not see the whole stream, or knows no marker.
    private static bool IsCut(in ExchangeEnding ending, IDialect dialect, ResponseFacts facts) =>
        ending is { Streamed: true, HeadReceived: true, Status: < 400 }
        && !facts.Terminal
        && dialect.Name != DialectNames.Other
        && ending.Gap is ObservationGap.None or ObservationGap.Malformed;

    private static bool Complete(in ExchangeEnding ending, ResponseFacts facts, bool cut) =>
        facts.Terminal || (ending.End == ExchangeEnd.Complete && !cut && ending.Gap is ObservationGap.None or ObservationGap.Malformed);
}

/// <summary>What the proxy saw of an exchange's end.</summary>
/// <param name="Status">HTTP status the client saw; 0 when none was sent.</param>
/// <param name="HeadReceived">True when the upstream's own response head arrived; false when the sentinel answered in its place.</param>
/// <param name="Streamed">True when the answer was a stream of events.</param>
/// <param name="End">How the transport ended.</param>
/// <param name="Gap">What the observer could not see.</param>
public readonly record struct ExchangeEnding(int Status, bool HeadReceived, bool Streamed, ExchangeEnd End, ObservationGap Gap);

/// <summary>How an exchange ended.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="ErrorType">Bounded error word (OpenTelemetry <c>error.type</c>); null for <see cref="ExchangeOutcome.Ok"/>.</param>
/// <param name="Complete">True when the whole answer was read: usage is final.</param>
public readonly record struct ExchangeVerdict(ExchangeOutcome Outcome, string? ErrorType, bool Complete);
