using LlmSentinel.Bench.SideBySide.Results;
using LlmSentinel.Bench.SideBySide.Stats;

namespace LlmSentinel.Bench.Tests.Stats;

public class QuartilesTests
{
    [Fact]
    public void Of_OddCount_IsTheMiddleAndTheQuarters() =>
        Assert.Equal(new Spread(3, 2, 4, 5), Quartiles.Of([5, 1, 4, 2, 3]));

    [Fact]
    public void Of_EvenCount_LiesBetweenNeighbours() =>
        Assert.Equal(new Spread(2.5, 1.75, 3.25, 4), Quartiles.Of([4, 3, 2, 1]));

    [Fact]
    public void Of_One_IsThatOne() => Assert.Equal(new Spread(7, 7, 7, 1), Quartiles.Of([7]));

    [Fact]
    public void Of_None_IsRefused() => Assert.Throws<ArgumentException>(() => Quartiles.Of([]));
}
