using CsCheck;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Contract;

public abstract partial class ExchangeStoreContractTests
{
    private static readonly SummaryGrouping[] Groupings = [.. Enumerable.Range(0, 16).Select(g => (SummaryGrouping)g)];

    public static TheoryData<SummaryGrouping> EveryGrouping() => [.. Groupings];

    [Theory]
    [MemberData(nameof(EveryGrouping))]
    public async Task SummarizeAsync_AnyGrouping_EqualsTheReference(SummaryGrouping groupBy)
    {
        await using var store = await CreateStoreAsync();
        var exchanges = WithNumbers(Mixed(500), seed: 11).ConvertAll(Kept);
        await store.RecordAsync(exchanges);
        var query = new SummaryQuery { GroupBy = groupBy };

        var rows = await store.Store.SummarizeAsync(query, default);

        SummaryReference.AssertEqual(SummaryReference.Summarize(exchanges, query), rows);
    }

    [Fact]
    public async Task SummarizeAsync_RandomDataAndFilters_EqualsTheReference()
    {
        await using var store = await CreateStoreAsync();
        var exchanges = WithNumbers(Mixed(1000), seed: 12).ConvertAll(Kept);
        await store.RecordAsync(exchanges);
        var start = SampleExchange.Start;
        var queries = Gen.Select(
            Gen.OneOf(Groupings),
            Gen.Nullable(Gen.Double[0, 1000].Select(s => start.AddSeconds(s))),
            Gen.Nullable(Gen.Double[0, 1000].Select(s => start.AddSeconds(s))),
            Gen.OneOf(null, "openai", "local"),
            Gen.OneOf(null, "m1"),
            Gen.Select(Gen.Nullable(Gen.Bool), Gen.OneOf<int?>(null, 60, 90, 3600)),
            (groupBy, from, to, upstream, model, more) => new SummaryQuery
            {
                GroupBy = groupBy, From = from, To = to, Upstream = upstream, Model = model, Streamed = more.Item1,
                Step = more.Item2 is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            });

        await queries.SampleAsync(
            async query => SummaryReference.AssertEqual(
                SummaryReference.Summarize(exchanges.Where(e => Matches(e, query) && !(e.StartedAt < query.From) && !(e.StartedAt >= query.To)), query),
                await store.Store.SummarizeAsync(query, default)),
            iter: 60, threads: 1);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public async Task SummarizeAsync_Step_IsOneRowForEachPeriodThatHasExchanges(int seconds)
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync([.. Exchanges.Series(5), .. Exchanges.Series(3).Select(e => e with { Id = Guid.NewGuid(), StartedAt = e.StartedAt.AddHours(2) })]);

        var rows = await store.Store.SummarizeAsync(
            new() { GroupBy = SummaryGrouping.None, Step = TimeSpan.FromSeconds(seconds) }, default);

        Assert.Equal([SampleExchange.Start, SampleExchange.Start.AddHours(2)], rows.Select(r => r.Start!.Value));
        Assert.Equal([5.0 / seconds, 3.0 / seconds], rows.Select(r => r.RatePerSecond));
    }

    [Fact]
    public async Task SummarizeAsync_EmptyStore_IsOneEmptyRowUngroupedAndNoneGrouped()
    {
        await using var store = await CreateStoreAsync();

        var row = Assert.Single(await store.Store.SummarizeAsync(new() { GroupBy = SummaryGrouping.None }, default));
        Assert.Empty(await store.Store.SummarizeAsync(new(), default));

        Assert.Equal(0, row.Exchanges);
        Assert.Equal(0, row.RatePerSecond);
        Assert.Null(row.Duration);
        Assert.Null(row.Cost);
        Assert.Empty(row.Outcomes);
    }

    [Fact]
    public async Task SummarizeAsync_NoPriceKnown_CostIsNullAndCounted()
    {
        await using var store = await CreateStoreAsync();
        var unknown = Exchanges.Sample with { Cost = ExchangeCost.Unknown };
        await store.RecordAsync(
            unknown with { Id = Guid.CreateVersion7() },
            unknown with { Id = Guid.CreateVersion7() },
            unknown with { Id = Guid.CreateVersion7(), Outcome = ExchangeOutcome.ServerError },
            unknown with { Id = Guid.CreateVersion7(), Usage = TokenUsage.None });

        var row = Assert.Single(await store.Store.SummarizeAsync(new(), default));

        Assert.Null(row.Cost);
        Assert.Equal(2, row.UnknownPrice);
    }

    [Fact]
    public async Task SummarizeAsync_SomePricesKnown_CostIsTheirExactSum()
    {
        await using var store = await CreateStoreAsync();
        decimal?[] totals = [0.1m, 0.2m, 0.000000000001m, Kept(1m / 3m), null, 0m];
        await store.RecordAsync(totals.Select(t => Exchanges.Sample with { Id = Guid.CreateVersion7(), Cost = new ExchangeCost { Total = t } }));

        var row = Assert.Single(await store.Store.SummarizeAsync(new(), default));

        Assert.Equal(0.1m + 0.2m + 0.000000000001m + Kept(1m / 3m), row.Cost);
        Assert.Equal(1, row.UnknownPrice);
    }

    [Fact]
    public async Task SummarizeAsync_FreeOfCharge_IsZeroAndNotNull()
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync(Exchanges.Sample with { Cost = new ExchangeCost { Total = 0m, Source = CostSource.Local } });

        Assert.Equal(0m, Assert.Single(await store.Store.SummarizeAsync(new(), default)).Cost);
    }

    [Fact]
    public async Task SummarizeAsync_AskedRange_RateIsOverTheWholeRange()
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync(Exchanges.Series(60));
        var query = new SummaryQuery { From = SampleExchange.Start, To = SampleExchange.Start.AddSeconds(240) };

        Assert.Equal(0.25, Assert.Single(await store.Store.SummarizeAsync(query, default)).RatePerSecond);
    }

    [Fact]
    public async Task SummarizeAsync_AbsurdTokenCounts_SaturateAndDoNotFail()
    {
        await using var store = await CreateStoreAsync();
        var absurd = Exchanges.Sample with { Usage = new TokenUsage { InputTotal = long.MaxValue, OutputTotal = long.MaxValue } };
        await store.RecordAsync(Enumerable.Range(0, 3).Select(_ => absurd with { Id = Guid.CreateVersion7() }));

        var row = Assert.Single(await store.Store.SummarizeAsync(new(), default));

        Assert.Equal(long.MaxValue, row.InputTokens);
        Assert.Equal(long.MaxValue, row.OutputTokens);
    }

    [Fact]
    public async Task SummarizeAsync_KnownDurations_PercentilesInterpolate()
    {
        await using var store = await CreateStoreAsync();

        // 1, 2, 3, 4 ms: NumPy's percentile gives 2.5, 3.7, 3.85, 3.97.
        await store.RecordAsync(Enumerable.Range(1, 4).Select(ms => Exchanges.Sample with
        {
            Id = Guid.CreateVersion7(), Timing = new ExchangeTiming { Duration = TimeSpan.FromMilliseconds(ms) },
        }));

        var row = Assert.Single(await store.Store.SummarizeAsync(new(), default));

        Assert.Equal(
            new DurationSummary(4, Us(2500), Us(2500), Us(3700), Us(3850), Us(3970), Us(4000)),
            row.Duration);
        Assert.Null(row.TimeToFirstToken);

        static TimeSpan Us(long microseconds) => TimeSpan.FromMicroseconds(microseconds);
    }

    internal static List<Exchange> WithNumbers(IEnumerable<Exchange> exchanges, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. exchanges.Select(e => e with
            {
                Timing = new ExchangeTiming
                {
                    Duration = Duration(),
                    TimeToFirstByte = Maybe(Duration()),
                    TimeToFirstToken = Maybe(Duration()),
                    TimePerOutputToken = Maybe(TimeSpan.FromMicroseconds(random.Next(4))),
                    AddedRequest = Maybe(Duration()),
                    AddedResponse = Maybe(Duration()),
                },
                Usage = new TokenUsage
                {
                    InputTotal = Maybe((long)random.Next(100_000)),
                    CacheRead = Maybe((long)random.Next(1000)),
                    OutputTotal = Maybe((long)random.Next(5000)),
                    Source = (UsageSource)random.Next(4),
                },
                Cost = new ExchangeCost { Total = random.Next(3) == 0 ? Maybe(random.Next() / 7m) : Maybe(random.Next() / 1_000_000_000m) },
            }),
        ];

        T? Maybe<T>(T value)
            where T : struct => random.Next(4) == 0 ? null : value;

        // A long tail, as latencies have.
        TimeSpan Duration() => TimeSpan.FromMicroseconds((long)Math.Exp(random.NextDouble() * 18));
    }
}
