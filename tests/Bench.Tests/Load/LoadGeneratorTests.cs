using LlmSentinel.Bench.SideBySide.Load;
using LlmSentinel.Bench.SideBySide.Wire;

namespace LlmSentinel.Bench.Tests.Load;

public sealed class LoadGeneratorTests : IDisposable
{
    private readonly UpstreamThread _upstream = new();

    public static TheoryData<string> Shapes => ["plain.1.1.0.0", "sse.5.1.0.0", "sse.3.4.0.0", "anthropic.2.3.0.0", "ndjson.3.2.0.0", "sse.3.1.1.0", "sse.2.1.1.5"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task RunAsync_EachShape_AllCallsAreAnsweredWhole(string shape)
    {
        var outcome = await LoadGenerator.RunAsync(_upstream.Plan(AnswerShape.Parse(shape), connections: 3, calls: 4));

        Assert.Null(outcome.Problem);
        Assert.Equal(12, outcome.Completed);
        Assert.Equal(12, outcome.Latency.TotalCount);
    }

    [Fact]
    public async Task RunAsync_LongPrompt_ArrivesWhole()
    {
        var shape = new AnswerShape(Format.Plain);
        var plan = _upstream.Plan(shape, 2, 3) with { Request = RequestTemplate.For(shape, 3_000_000, _upstream.Port, []) };

        Assert.Equal(6, (await LoadGenerator.RunAsync(plan)).Completed);
    }

    [Fact]
    public async Task RunAsync_PacedStreams_EveryEventIsTimed()
    {
        var outcome = await LoadGenerator.RunAsync(_upstream.Plan(new AnswerShape(Format.Sse, 10, 1, 2), 5, 2) with { Ramp = TimeSpan.FromMilliseconds(10) });

        Assert.Equal(100, outcome.Events);
        Assert.Equal(100, outcome.EventDelay.TotalCount);
    }

    [Fact]
    public async Task RunAsync_OpenLoopBehindASlowAnswer_CountsFromWhenACallWasDue()
    {
        // Twenty calls due within 100 ms over one connection, each of which takes 20 ms at least: the last has waited for 300 ms.
        var plan = _upstream.Plan(new AnswerShape(Format.Sse, 2, 1, 20), 1) with { Rate = 200, Duration = TimeSpan.FromMilliseconds(100) };

        var outcome = await LoadGenerator.RunAsync(plan);

        Assert.Equal(20, outcome.Completed);
        Assert.True(outcome.Latency.GetValueAtPercentile(100) >= 300_000_000, $"{outcome.Latency.GetValueAtPercentile(100)} ns");
    }

    [Fact]
    public async Task RunAsync_OverloadThatLeavesWhatWaits_SendsNothingAfterItsEnd()
    {
        // Forty calls due over one connection, each of which takes 20 ms at least: the time is over before a quarter of them is answered.
        var plan = _upstream.Plan(new AnswerShape(Format.Sse, 2, 1, 20), 1) with
        {
            Rate = 200, Duration = TimeSpan.FromMilliseconds(200), LeavesOverdue = true, Traces = true,
        };

        var outcome = await LoadGenerator.RunAsync(plan);

        Assert.Equal(40, outcome.Completed + outcome.Waiting);
        Assert.InRange(outcome.Completed, 1, 10);
        Assert.Equal(outcome.Completed, outcome.Trace.Count);
        Assert.All(outcome.Trace.SkipLast(1), answer => Assert.True(answer.At < outcome.EndedAt));
    }

    [Fact]
    public async Task RunAsync_AnswerOfAnotherLength_IsAFailedCall()
    {
        var outcome = await LoadGenerator.RunAsync(_upstream.Plan(new AnswerShape(Format.Plain), 1, 2) with { BodyBytes = 1023 });

        Assert.Equal([1L, 2L], outcome.Failed.Order());
        Assert.Equal("A body of 1024 bytes in place of 1023.", outcome.Problem);
    }

    public void Dispose() => _upstream.Dispose();
}
