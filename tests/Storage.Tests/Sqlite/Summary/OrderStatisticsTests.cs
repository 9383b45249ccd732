using CsCheck;
using LlmSentinel.Storage.Summary;

namespace LlmSentinel.Storage.Tests.Sqlite.Summary;

public sealed class OrderStatisticsTests
{
    private static readonly Gen<long[]> Arrays = Gen.OneOf(
        Gen.Long.Array[1, 3000], Gen.Long[0, 5].Array[1, 3000], Gen.Long[0, 1000].Array[1, 3000].Select(a => a.Order().ToArray()));

    [Fact]
    public void Place_AnyValuesAndRanks_PutsThemWhereSortingWould() =>
        Gen.Select(Arrays, Gen.Int[0, int.MaxValue].Array[0, 12]).Sample((values, anyRanks) =>
        {
            var ranks = anyRanks.Select(r => r % values.Length).Order().ToArray();
            var sorted = values.Order().ToArray();
            var placed = values.ToArray();

            OrderStatistics.Place(placed, ranks);

            Assert.All(ranks, r => Assert.Equal(sorted[r], placed[r]));
            Assert.Equal(sorted, placed.Order());
        });

    [Fact]
    public void IndexOf_LargerValue_NeverFallsBelow() =>
        Gen.Select(Gen.Long, Gen.Long).Sample((a, b) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            Assert.True(LogBuckets.IndexOf(low) <= LogBuckets.IndexOf(high));
        });

    [Theory]
    [InlineData(511, 512)]
    [InlineData(1023, 1024)]
    [InlineData(0, 1)]
    [InlineData(-1, 0)]
    [InlineData(-2, -1)]
    public void IndexOf_Neighbours_AreApartAndInOrder(long low, long high) =>
        Assert.Equal(LogBuckets.IndexOf(low) + 1, LogBuckets.IndexOf(high));
}
