using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Tests.Exchanges;

public sealed class ExchangeIdSourceTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    [Fact]
    public void Next_IsAVersion7IdOfItsMoment()
    {
        var id = new ExchangeIdSource().Next(Start);
        var runtime = Guid.CreateVersion7(Start);
        Assert.Equal(7, id.Version);
        Assert.InRange(id.Variant, 8, 11);
        Assert.Equal(runtime.ToString("N")[..12], id.ToString("N")[..12]);
    }

    [Fact]
    public void Next_OfManyThreads_GivesEachItsOwn()
    {
        var ids = new ExchangeIdSource();
        var made = new Guid[100_000];
        Parallel.For(0, made.Length, i => made[i] = ids.Next(Start));
        Assert.Equal(made.Length, made.Distinct().Count());
    }

    [Fact]
    public void Next_OfAnotherProcess_SharesNothingButTheMoment()
    {
        var one = new ExchangeIdSource();
        var other = new ExchangeIdSource();
        Assert.Empty(Enumerable.Range(0, 1000).Select(_ => one.Next(Start)).Intersect(Enumerable.Range(0, 1000).Select(_ => other.Next(Start))));
    }
}
