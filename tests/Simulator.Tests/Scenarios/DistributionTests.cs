using LlmSentinel.Simulator.Engine;
using LlmSentinel.Simulator.Scenarios;

namespace LlmSentinel.Simulator.Tests.Scenarios;

public sealed class DistributionTests
{
    private const int Draws = 200_000;

    // Quantiles at 10, 50, 90 and 99 % by the textbook; 200,000 draws are within 2 % of them.
    public static TheoryData<Distribution, double[]> Textbook => new()
    {
        { new NormalDistribution(1000, 100), [871.84, 1000, 1128.16, 1232.63] },
        { new LogNormalDistribution(200, 0.5), [105.38, 200, 379.58, 640.02] },
        { new ExponentialDistribution(50), [5.268, 34.657, 115.13, 230.26] },
        { new UniformDistribution(100, 200), [110, 150, 190, 199] },
        { Distribution.Constant(7), [7, 7, 7, 7] },
    };

    [Theory]
    [MemberData(nameof(Textbook))]
    public void Sample_HasTheQuantilesOfItsDistribution(Distribution distribution, double[] expected)
    {
        var random = new SimRandom(42);
        var draws = new double[Draws];
        for (var i = 0; i < draws.Length; i++) draws[i] = distribution.Sample(TimeSpan.Zero, ref random);
        Array.Sort(draws);

        foreach (var (share, value) in new[] { 0.1, 0.5, 0.9, 0.99 }.Zip(expected))
            Assert.InRange(draws[(int)(share * Draws)], value * 0.98, value * 1.02);
    }

    [Fact]
    public void MinAndMax_BoundEveryDraw_AndNothingIsNegative()
    {
        var random = new SimRandom(1);
        var bounded = new NormalDistribution(10, 50) { Min = 5, Max = 20 };
        var free = new NormalDistribution(0, 50);

        for (var i = 0; i < 1000; i++)
        {
            Assert.InRange(bounded.Sample(TimeSpan.Zero, ref random), 5, 20);
            Assert.True(free.Sample(TimeSpan.Zero, ref random) >= 0);
        }
    }

    [Fact]
    public void Parameters_MayChangeOverTime()
    {
        var random = new SimRandom(1);
        var distribution = new LogNormalDistribution(new Schedule(100, new Step(TimeSpan.FromMinutes(1), 900)), 0);

        Assert.Equal(100, distribution.Sample(TimeSpan.FromSeconds(59), ref random));
        Assert.Equal(900, distribution.Sample(TimeSpan.FromSeconds(60), ref random));
    }
}
