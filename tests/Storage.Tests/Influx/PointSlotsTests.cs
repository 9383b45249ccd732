using LlmSentinel.Core.Exchanges;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx;

public sealed class PointSlotsTests
{
    [Fact]
    public void Take_ManyOfOneMicrosecond_AreAllApartAndWithinIt()
    {
        var slots = new PointSlots();
        var start = Exchanges.Sample.StartedAt.AddTicks(10);

        var times = Enumerable.Range(0, 1_000)
            .Select(_ => slots.Take(Exchanges.Sample with { Id = Guid.NewGuid(), StartedAt = start })).ToHashSet();
        var oneMore = slots.Take(Exchanges.Sample with { Id = Guid.NewGuid(), StartedAt = start });

        Assert.Equal(1_000, times.Count);
        Assert.All(times, t => Assert.Equal(PointTime.Microseconds(start), PointTime.Microseconds(t)));
        Assert.Equal(PointTime.Microseconds(start) + 1, PointTime.Microseconds(oneMore));
    }

    [Fact]
    public void Take_TheSameAgain_IsTheSameTime()
    {
        var slots = new PointSlots();
        var exchanges = Enumerable.Range(0, 20).Select(_ => Exchanges.Sample with { Id = Guid.NewGuid() }).ToList();

        var first = exchanges.ConvertAll(slots.Take);

        Assert.Equal(20, first.Distinct().Count());
        Assert.Equal(first[0], slots.Take(exchanges[0]));
    }

    [Fact]
    public void Take_IdsOfOneProcess_GoToDifferentPlacesOfTheirMicroseconds()
    {
        var slots = new PointSlots();
        var ids = new ExchangeIdSource();
        var start = Exchanges.Sample.StartedAt;

        var places = Enumerable.Range(0, 500).Select(i => start.AddMicroseconds(i))
            .Select(at => slots.Take(Exchanges.Sample with { Id = ids.Next(at), StartedAt = at }) % 1_000).ToHashSet();

        Assert.InRange(places.Count, 400, 500);
    }
}
