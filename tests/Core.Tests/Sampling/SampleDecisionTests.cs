using LlmSentinel.Core.Sampling;

namespace LlmSentinel.Core.Tests.Sampling;

/// <summary>Which exchanges are sampled: the same ones everywhere, as many as asked for.</summary>
public sealed class SampleDecisionTests
{
    private const int Ids = 20_000;

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Takes_ManyTimeOrderedIds_AboutTheShareAskedFor(double rate)
    {
        var start = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
        var taken = Enumerable.Range(0, Ids).Count(i => SampleDecision.Takes(Guid.CreateVersion7(start.AddMilliseconds(i)), rate));

        // The random part of the ids differs from run to run: six standard deviations.
        Assert.InRange(taken, (Ids * rate) - (6 * Math.Sqrt(Ids * rate * (1 - rate))), (Ids * rate) + (6 * Math.Sqrt(Ids * rate * (1 - rate))));
    }

    [Fact]
    public void Takes_AHigherRate_TakesWhatALowerOneTook()
    {
        var random = new Random(20260801);
        var bytes = new byte[16];
        for (var i = 0; i < Ids; i++)
        {
            random.NextBytes(bytes);
            var id = new Guid(bytes);
            var rates = new[] { 0, 0.01, 0.05, 0.1, 0.5, 1 }.Select(rate => SampleDecision.Takes(id, rate)).ToArray();

            Assert.False(rates[0]);
            Assert.True(rates[^1]);
            Assert.Equal(rates.Order(), rates);
        }
    }

    /// <summary>The hashes of these ids: a change would make replays choose other exchanges than were chosen live.</summary>
    [Theory]
    [InlineData("01990c3a-7d10-7000-8000-000000000001", 0.7083330888948858)]
    [InlineData("01990c3a-7d10-7000-8000-000000000002", 0.38009661451951904)]
    [InlineData("01990c3a-7d10-7abc-8def-123456789abc", 0.7824845902559777)]
    public void Takes_AKnownId_IsDecidedAsEverBefore(string id, double threshold)
    {
        Assert.False(SampleDecision.Takes(Guid.Parse(id), threshold));
        Assert.True(SampleDecision.Takes(Guid.Parse(id), threshold + 1e-15));
    }
}
