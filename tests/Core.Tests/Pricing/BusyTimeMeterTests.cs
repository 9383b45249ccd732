using CsCheck;
using LlmSentinel.Core.Pricing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Core.Tests.Pricing;

public class BusyTimeMeterTests
{
    private static readonly Gen<(int Start, int Length)[]> Intervals =
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 3_000], (start, length) => (start, length)).Array[1, 60];

    [Fact]
    public void Exit_Alone_IsChargedItsWholeTime()
    {
        var time = new FakeTimeProvider();
        var meter = new BusyTimeMeter(time);
        var token = meter.Enter();
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(TimeSpan.FromSeconds(3), meter.Exit(token));
        Assert.Equal(0, meter.InFlight);
    }

    [Fact]
    public void Exit_TwoOverlapping_ShareTheOverlap()
    {
        var time = new FakeTimeProvider();
        var meter = new BusyTimeMeter(time);
        var first = meter.Enter();
        time.Advance(TimeSpan.FromSeconds(4));
        var second = meter.Enter();
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(5), meter.Exit(first));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(2), meter.Exit(second));
    }

    [Fact]
    public void Exit_AfterAnIdleTime_DoesNotChargeIt()
    {
        var time = new FakeTimeProvider();
        var meter = new BusyTimeMeter(time);
        meter.Exit(meter.Enter());
        time.Advance(TimeSpan.FromHours(1));
        var token = meter.Enter();
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.FromSeconds(1), meter.Exit(token));
    }

    [Fact]
    public void Exit_WithoutEnter_ChargesNothing() => Assert.Equal(TimeSpan.Zero, new BusyTimeMeter(new FakeTimeProvider()).Exit(0));

    [Fact]
    public void Shares_OfAnyOverlappingIntervals_SumToTheirUnion() => Intervals.Sample(intervals =>
    {
        var time = new FakeTimeProvider();
        var meter = new BusyTimeMeter(time);
        var tokens = new long[intervals.Length];
        var total = TimeSpan.Zero;
        var events = intervals
            .SelectMany((interval, i) => new[] { (At: interval.Start, Order: 0, i), (At: interval.Start + interval.Length, Order: 1, i) })
            .OrderBy(e => e.At).ThenBy(e => e.Order);
        var now = 0;
        foreach (var (at, order, i) in events)
        {
            // Sevenths of a millisecond do not divide evenly: rounding is part of the test.
            time.Advance(TimeSpan.FromTicks((at - now) * 1_429L));
            now = at;
            if (order == 0) tokens[i] = meter.Enter();
            else
            {
                var share = meter.Exit(tokens[i]);
                Assert.True(share >= TimeSpan.Zero);
                total += share;
            }
        }

        Assert.Equal(Union(intervals) * 1_429L, total.Ticks);
        Assert.Equal(0, meter.InFlight);
    });

    private static long Union((int Start, int Length)[] intervals)
    {
        long union = 0, end = -1;
        foreach (var (start, length) in intervals.OrderBy(i => i.Start))
        {
            var from = Math.Max(start, end);
            if (start + length > from) union += start + length - from;
            end = Math.Max(end, start + length);
        }

        return union;
    }
}
