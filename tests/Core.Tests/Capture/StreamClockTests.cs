using CsCheck;
using LlmSentinel.Core.Capture;
using LlmSentinel.Core.Wire;

namespace LlmSentinel.Core.Tests.Capture;

public sealed class StreamClockTests
{
    private const EventClass Answer = EventClass.Output | EventClass.Answer;

    [Fact]
    public void Moments_AreThoseOfTheFirstAndLastEventsOfTheirKind()
    {
        var clock = new StreamClock();
        clock.Mark(EventClass.None, 10);
        clock.Mark(EventClass.Output, 20);
        clock.Mark(Answer, 40);
        clock.Mark(Answer, 100);
        clock.Mark(EventClass.Terminal, 200);
        Assert.Equal((10, 20, 40, 100), (clock.FirstEvent, clock.FirstOutput, clock.FirstAnswer, clock.LastOutput));
        Assert.Equal(3, clock.OutputChunks);
        Assert.Equal((40, 60), (clock.GapMean, clock.GapMax));
    }

    [Fact]
    public void Gaps_OfFewerThanTwoOutputs_AreUnknown()
    {
        var clock = new StreamClock();
        Assert.Null(clock.FirstEvent);
        clock.Mark(Answer, 5);
        Assert.Null(clock.GapMean);
        Assert.Null(clock.GapP95);
        Assert.Null(clock.GapMax);
    }

    [Fact]
    public void GapP95_IsWithinThreeAndAQuarterPercentOfTheNearestRank() =>
        Gen.Double[10, 39].Select(power => (long)Math.Pow(2, power)).Array[1, 300].Sample(gaps =>
        {
            var clock = new StreamClock();
            long now = 1;
            clock.Mark(Answer, now);
            foreach (var gap in gaps)
                clock.Mark(Answer, now += gap);

            var exact = gaps.Order().ElementAt((int)Math.Ceiling(0.95 * gaps.Length) - 1);
            Assert.InRange(clock.GapP95!.Value, exact * 0.9675, exact * 1.0325);
            Assert.Equal(gaps.Max(), clock.GapMax);
            Assert.Equal(gaps.Sum() / gaps.Length, clock.GapMean);
        }, iter: 3_000);

    [Fact]
    public void EventsOfOneRead_MarkedTogether_AreAsMarkedOneByOne() =>
        Gen.Select(Gen.Long[1, 100_000_000], Gen.Int[0, 12], Gen.Int[0, 3]).Array[1, 40].Sample(reads =>
        {
            StreamClock together = new(), single = new();
            long now = 1;
            foreach (var (gap, events, kind) in reads)
            {
                now += gap;
                EventClass what = kind switch { 0 => EventClass.None, 1 => EventClass.Output, 2 => EventClass.Terminal, _ => Answer };
                together.Mark(what, now, events);
                for (var i = 0; i < events; i++)
                    single.Mark(what, now);
            }

            Assert.Equal(Seen(single), Seen(together));
        }, iter: 3_000);

    [Fact]
    public void Gaps_OutsideTheHistogramsRange_DoNotBreakIt()
    {
        var clock = new StreamClock();
        clock.Mark(Answer, 100);
        clock.Mark(Answer, 100);
        Assert.Equal(0, clock.GapP95);
        clock.Mark(Answer, 50);
        clock.Mark(Answer, long.MaxValue / 2);
        Assert.InRange(clock.GapP95!.Value, 1L << 39, 1L << 40);
    }

    private static (long?, long?, long?, long?, int, long?, long?, long?) Seen(in StreamClock clock) =>
        (clock.FirstEvent, clock.FirstOutput, clock.FirstAnswer, clock.LastOutput, clock.OutputChunks, clock.GapMean, clock.GapMax, clock.GapP95);
}
