using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Wire;

public sealed class OutcomeRulesTests
{
    private static readonly IDialect Chat = DialectDetector.ByName(DialectNames.OpenAIChat)!;
    private static readonly IDialect Other = DialectDetector.ByName(DialectNames.Other)!;

    private static ExchangeVerdict Judge(
        int status, ResponseFacts? facts = null, ExchangeEnd end = ExchangeEnd.Complete, bool streamed = false, bool head = true,
        ObservationGap gap = ObservationGap.None, IDialect? dialect = null) =>
        OutcomeRules.Judge(new ExchangeEnding(status, head, streamed, end, gap), dialect ?? Chat, facts ?? new ResponseFacts());

    [Theory]
    [InlineData(200, ExchangeOutcome.Ok, null)]
    [InlineData(204, ExchangeOutcome.Ok, null)]
    [InlineData(307, ExchangeOutcome.Ok, null)]
    [InlineData(101, ExchangeOutcome.Ok, null)]
    [InlineData(400, ExchangeOutcome.ClientError, "400")]
    [InlineData(401, ExchangeOutcome.ClientError, "401")]
    [InlineData(408, ExchangeOutcome.Timeout, "408")]
    [InlineData(429, ExchangeOutcome.RateLimited, "429")]
    [InlineData(500, ExchangeOutcome.ServerError, "500")]
    [InlineData(503, ExchangeOutcome.ServerError, "503")]
    [InlineData(504, ExchangeOutcome.Timeout, "504")]
    [InlineData(529, ExchangeOutcome.ServerError, "529")]
    public void Judge_PlainAnswer_FollowsItsStatus(int status, ExchangeOutcome outcome, string? error)
    {
        var verdict = Judge(status);

        Assert.Equal((outcome, error), (verdict.Outcome, verdict.ErrorType));
    }

    [Fact]
    public void Judge_ErrorWord_GoesBeforeTheStatus() =>
        Assert.Equal("context_length_exceeded", Judge(400, new ResponseFacts { ErrorType = "context_length_exceeded", ErrorStatus = 400 }).ErrorType);

    [Theory]
    [InlineData(429, ExchangeOutcome.RateLimited)]
    [InlineData(500, ExchangeOutcome.ServerError)]
    [InlineData(529, ExchangeOutcome.ServerError)]
    [InlineData(504, ExchangeOutcome.ServerError)]
    [InlineData(400, ExchangeOutcome.ServerError)]
    public void Judge_ErrorInsideA200_IsNotOk(int status, ExchangeOutcome outcome)
    {
        foreach (var end in new[] { ExchangeEnd.Complete, ExchangeEnd.ClientAborted, ExchangeEnd.UpstreamAborted })
        {
            var verdict = Judge(200, new ResponseFacts { ErrorStatus = status }, end, streamed: true);

            Assert.Equal((outcome, status.ToString(System.Globalization.CultureInfo.InvariantCulture)), (verdict.Outcome, verdict.ErrorType));
        }
    }

    [Fact]
    public void Judge_StreamWithoutItsMarker_IsCutHoweverCleanItsEnd()
    {
        var facts = new ResponseFacts { FinishReasonRaw = "stop", FinishReason = FinishReason.Stop };

        var verdict = Judge(200, facts, streamed: true);

        Assert.Equal((ExchangeOutcome.UpstreamAborted, "upstream_aborted", false), (verdict.Outcome, verdict.ErrorType, verdict.Complete));
        Assert.Equal((FinishReason.IncompleteStream, "stop"), (facts.FinishReason, facts.FinishReasonRaw));
    }

    [Fact]
    public void Judge_StreamWithItsMarker_IsOkEvenIfTheClientThenClosesAtOnce()
    {
        foreach (var end in new[] { ExchangeEnd.Complete, ExchangeEnd.ClientAborted, ExchangeEnd.UpstreamAborted, ExchangeEnd.TimedOut })
        {
            var verdict = Judge(200, new ResponseFacts { Terminal = true }, end, streamed: true);

            Assert.Equal(new ExchangeVerdict(ExchangeOutcome.Ok, null, true), verdict);
        }
    }

    [Theory]
    [InlineData(ObservationGap.ByteBudget)]
    [InlineData(ObservationGap.ExchangeLimit)]
    [InlineData(ObservationGap.UnknownEncoding)]
    [InlineData(ObservationGap.ObserverFailed)]
    public void Judge_StreamNotSeenWhole_IsNotCalledCut(ObservationGap gap)
    {
        var verdict = Judge(200, streamed: true, gap: gap);

        Assert.Equal((ExchangeOutcome.Ok, false), (verdict.Outcome, verdict.Complete));
    }

    [Fact]
    public void Judge_StreamOfAnUnknownFormat_NeedsNoMarker() => Assert.Equal(ExchangeOutcome.Ok, Judge(200, streamed: true, dialect: Other).Outcome);

    [Fact]
    public void Judge_ClientLeftMidStream_IsClientAborted()
    {
        var facts = new ResponseFacts();

        var verdict = Judge(200, facts, ExchangeEnd.ClientAborted, streamed: true);

        Assert.Equal((ExchangeOutcome.ClientAborted, "client_aborted", false), (verdict.Outcome, verdict.ErrorType, verdict.Complete));
        Assert.Equal(FinishReason.IncompleteStream, facts.FinishReason);
    }

    [Fact]
    public void Judge_ClientLeftBeforeTheHead_IsClientAborted() =>
        Assert.Equal(ExchangeOutcome.ClientAborted, Judge(0, end: ExchangeEnd.ClientAborted, head: false).Outcome);

    [Fact]
    public void Judge_ErrorAnswerThenClientLeft_IsTheError() =>
        Assert.Equal(ExchangeOutcome.RateLimited, Judge(429, end: ExchangeEnd.ClientAborted).Outcome);

    [Theory]
    [InlineData(502, false)]
    [InlineData(200, true)]
    public void Judge_UpstreamBrokeOff_IsUpstreamAborted(int status, bool head)
    {
        var verdict = Judge(status, end: ExchangeEnd.UpstreamAborted, head: head);

        Assert.Equal((ExchangeOutcome.UpstreamAborted, "upstream_aborted"), (verdict.Outcome, verdict.ErrorType));
    }

    [Theory]
    [InlineData(504, false)]
    [InlineData(200, true)]
    public void Judge_OwnTimeout_IsTimeout(int status, bool head)
    {
        var verdict = Judge(status, end: ExchangeEnd.TimedOut, head: head);

        Assert.Equal((ExchangeOutcome.Timeout, "timeout"), (verdict.Outcome, verdict.ErrorType));
    }

    [Theory]
    [InlineData(400, "400")]
    [InlineData(0, "bad_request")]
    public void Judge_RequestThatBrokeHttp_IsTheClientsError(int status, string error)
    {
        var verdict = Judge(status, end: ExchangeEnd.BadRequest, head: false);

        Assert.Equal((ExchangeOutcome.ClientError, error), (verdict.Outcome, verdict.ErrorType));
    }

    [Fact]
    public void Record_CompleteOrNot_SaysSo()
    {
        var facts = new ResponseFacts { HasUsage = true };
        facts.Usage.InputTotal = 5;

        Assert.Equal(UsageSource.Reported, UsageRules.Record(facts, complete: true).Source);
        Assert.Equal(UsageSource.ReportedPartial, UsageRules.Record(facts, complete: false).Source);
    }

    [Fact]
    public void Record_NothingTold_IsNone() => Assert.Same(TokenUsage.None, UsageRules.Record(new ResponseFacts(), complete: true));

    [Fact]
    public void Record_NotBillable_IsNone() => Assert.Same(TokenUsage.None, UsageRules.Record(new ResponseFacts { HasUsage = true, Billable = false }, complete: true));
}
