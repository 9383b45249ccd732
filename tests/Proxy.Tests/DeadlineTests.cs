using System.Diagnostics;
using LlmSentinel.Proxy.Capture;

namespace LlmSentinel.Proxy.Tests;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(false, "Headers")]
    [InlineData(true, "Idle")]
    public void Check_AfterSilence_CancelsAndSaysWhich(bool headArrived, string expected)
    {
        var deadline = new Deadline();
        deadline.Start(0, Second, Second, TimeSpan.Zero);
        if (headArrived)
            deadline.HeadArrived(0);
        var token = deadline.Token;

        deadline.Check(Stopwatch.Frequency);
        Assert.False(token.IsCancellationRequested);
        deadline.Check(Stopwatch.Frequency + 1);
        Assert.True(token.IsCancellationRequested);
        Assert.Equal(expected, deadline.Expired.ToString());
    }

    [Fact]
    public void Start_AfterATimeoutStruck_WatchesAnew()
    {
        var deadline = new Deadline();
        deadline.Start(0, Second, Second, TimeSpan.Zero);
        deadline.Check(10 * Stopwatch.Frequency);
        deadline.Stop();
        deadline.Start(10 * Stopwatch.Frequency, Second, Second, TimeSpan.Zero);

        Assert.False(deadline.Token.IsCancellationRequested);
        Assert.Equal(TimeoutKind.None, deadline.Expired);
        deadline.Check(12 * Stopwatch.Frequency);
        Assert.Equal(TimeoutKind.Headers, deadline.Expired);
    }

    [Fact]
    public void Check_BetweenTwoCalls_StrikesNeither()
    {
        var deadline = new Deadline();
        deadline.Start(0, Second, Second, Second);
        deadline.Stop();
        deadline.Check(10 * Stopwatch.Frequency);
        Assert.False(deadline.Token.IsCancellationRequested);
        Assert.Equal(TimeoutKind.None, deadline.Expired);
    }

    [Fact]
    public async Task Check_WhileCallsComeAndGo_NeverStrikesACallThatIsInTime()
    {
        var deadline = new Deadline();
        long clock = 0;
        var done = false;
        var sweep = Task.Run(() =>
        {
            while (!Volatile.Read(ref done))
                deadline.Check(Volatile.Read(ref clock));
        }, TestContext.Current.CancellationToken);

        // Each call ends half its time after it began: whatever strikes struck the wrong one.
        for (var i = 0; i < 200_000; i++)
        {
            deadline.Start(clock, Second, Second, Second);
            var token = deadline.Token;
            Volatile.Write(ref clock, clock + (Stopwatch.Frequency / 2));
            Assert.False(token.IsCancellationRequested);
            deadline.Stop();
            Volatile.Write(ref clock, clock + (Stopwatch.Frequency * 10));
        }

        Volatile.Write(ref done, true);
        await sweep;
    }
}
