using LlmSentinel.Storage.Influx.Client;
using LlmSentinel.Storage.Influx.Shipping;

namespace LlmSentinel.Storage.Tests.Influx.Shipping;

public sealed class RetryScheduleTests
{
    [Fact]
    public void Next_FailuresInARow_SpreadBelowABoundThatGrowsToAMinute()
    {
        var schedules = Enumerable.Range(0, 200).Select(seed => new RetrySchedule(new Random(seed))).ToList();
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var pauses = schedules.Select(s => s.Next(new WriteAnswer(WriteResult.ServerError))).ToList();
            var bound = TimeSpan.FromSeconds(Math.Min(60, Math.Pow(2, attempt)));
            Assert.All(pauses, p => Assert.InRange(p, TimeSpan.FromMilliseconds(50), bound + TimeSpan.FromMilliseconds(50)));
            Assert.InRange(pauses.Average(p => p / bound), 0.4, 0.65);
        }
    }

    [Fact]
    public void Next_ServerAsksForATime_GetsItUpToTenMinutes()
    {
        var schedule = new RetrySchedule(new Random(1));

        Assert.Equal(TimeSpan.FromSeconds(7), schedule.Next(new WriteAnswer(WriteResult.Busy) { RetryAfter = TimeSpan.FromSeconds(7) }));
        Assert.Equal(TimeSpan.FromMinutes(10), schedule.Next(new WriteAnswer(WriteResult.Busy) { RetryAfter = TimeSpan.FromDays(1) }));
    }

    [Theory]
    [InlineData(WriteResult.Unauthorized)]
    [InlineData(WriteResult.NotFound)]
    [InlineData(WriteResult.Unexpected)]
    public void Next_SomebodyHasToMendSomething_IsSlowAtOnce(object result) => Assert.InRange(
        new RetrySchedule(new Random(1)).Next(new WriteAnswer((WriteResult)result)), TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(36));

    [Fact]
    public void Reset_AfterFailures_BeginsAnew()
    {
        var schedule = new RetrySchedule(new Random(1));
        for (var i = 0; i < 10; i++)
            schedule.Next(new WriteAnswer(WriteResult.Unreachable));

        schedule.Reset();

        Assert.Equal(0, schedule.Attempts);
        Assert.InRange(schedule.Next(new WriteAnswer(WriteResult.Unreachable)), TimeSpan.Zero, TimeSpan.FromSeconds(1.05));
    }
}
