using CsCheck;
using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Simulator.Tests.Scenarios;

public sealed class ScheduleTests
{
    private static readonly Gen<TimeSpan> Times = Gen.Double[0, 1000].Select(TimeSpan.FromSeconds);
    private static readonly Gen<double> Values = Gen.Double[-100, 100];

    [Fact]
    public void Steady_IsTheSameAtAllTimes() =>
        Gen.Select(Values, Times).Sample((value, time) => new Schedule(value).At(time) == value);

    [Fact]
    public void Step_ChangesOnceAndForEver() => Gen.Select(Values, Values, Times, Times).Sample((before, after, at, time) =>
        new Schedule(before, new Step(at, after)).At(time) == (time < at ? before : after));

    [Fact]
    public void Ramp_StaysBetweenItsEnds_AndNeverTurns() => Gen.Select(Values, Values, Times, Times).Sample((from, to, start, length) =>
    {
        var schedule = new Schedule(from, new Ramp(null, to, start, start + length + TimeSpan.FromSeconds(1)));
        var last = from;
        for (var i = 0; i <= 20; i++)
        {
            var value = schedule.At(start + (length * (i / 10.0)));
            Assert.InRange(value, Math.Min(from, to) - 1e-9, Math.Max(from, to) + 1e-9);
            Assert.True(from <= to ? value >= last - 1e-9 : value <= last + 1e-9);
            last = value;
        }
        Assert.Equal(from, schedule.At(start - TimeSpan.FromTicks(1)));
        Assert.Equal(to, schedule.At(start + length + TimeSpan.FromSeconds(1)));
    });

    [Fact]
    public void Spike_EndsWhereItBegan() => Gen.Select(Values, Values, Times, Times).Sample((value, top, at, length) =>
    {
        var schedule = new Schedule(value, new Spike(at, length, top));
        Assert.Equal(value, schedule.At(at - TimeSpan.FromTicks(1)));
        Assert.Equal(length > TimeSpan.Zero ? top : value, schedule.At(at));
        Assert.Equal(value, schedule.At(at + length));
    });

    [Fact]
    public void Changes_ActInTheOrderTheyAreWritten()
    {
        var schedule = new Schedule(1, new Step(TimeSpan.FromSeconds(10), 2), new Spike(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(5), 9));

        Assert.Equal([1, 2, 9, 2], new[] { 5, 15, 22, 25 }.Select(s => schedule.At(TimeSpan.FromSeconds(s))));
    }

    [Fact]
    public void Text_StepsInOrderOfTime()
    {
        var schedule = new TextSchedule(null, (TimeSpan.FromSeconds(20), "c"), (TimeSpan.FromSeconds(10), "b"));

        Assert.Equal([null, "b", "c"], new[] { 5, 15, 25 }.Select(s => schedule.At(TimeSpan.FromSeconds(s))));
    }
}
