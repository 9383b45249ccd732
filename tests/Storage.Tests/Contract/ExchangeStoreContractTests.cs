using CsCheck;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Contract;

/// <summary>What holds for every store. A store's own test class derives from this one and says how to make an empty store.</summary>
public abstract partial class ExchangeStoreContractTests
{
    protected abstract Task<StoreUnderTest> CreateStoreAsync();

    /// <summary>What the store keeps of an amount of money: all of it, where it says nothing else.</summary>
    protected virtual decimal Kept(decimal amount) => amount;

    [Fact]
    public async Task FindAsync_AnyExchange_ComesBackExactly()
    {
        await using var store = await CreateStoreAsync();

        await RandomExchange.Any.SampleAsync(
            async any =>
            {
                var exchange = Kept(any);
                await store.RecordAsync(exchange);
                Assert.Equal(exchange, await store.Store.FindAsync(exchange.Id, default));
            },
            iter: 200, threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("'\"`;--")]
    [InlineData("\U0001F642 naïve 日本語")]
    [InlineData("123")]
    [InlineData("two\r\nlines, a\\,b\\ c\\=d and a slash at the end\\")]
    [InlineData("signs for control characters \u240A\u240D\u2400\u241B")]
    public async Task FindAsync_OddText_ComesBackExactly(string text)
    {
        await using var store = await CreateStoreAsync();
        var exchange = Exchanges.Sample with { Upstream = text, App = text, ResponseId = text, TraceId = text, ResponseModel = text };

        await store.RecordAsync(exchange);

        Assert.Equal(exchange, await store.Store.FindAsync(exchange.Id, default));
        Assert.Equal(exchange, Assert.Single((await store.QueryAsync(new() { Upstream = text, App = text, Model = text })).Items));
    }

    [Fact]
    public async Task FindAsync_TextOfTenThousandCharacters_ComesBackExactly()
    {
        await using var store = await CreateStoreAsync();
        var text = string.Concat(Enumerable.Repeat("0123456789", 1000));
        var exchange = Exchanges.Sample with { Upstream = text, ResponseId = text };

        await store.RecordAsync(exchange);

        Assert.Equal(exchange, await store.Store.FindAsync(exchange.Id, default));
        Assert.Single((await store.QueryAsync(new() { Upstream = text })).Items);
    }

    [Fact]
    public async Task FindAsync_UnknownId_IsNull()
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync(Exchanges.Sample);

        Assert.Null(await store.Store.FindAsync(Guid.NewGuid(), default));
    }

    [Fact]
    public async Task Record_SameExchangeTwice_IsStoredOnce()
    {
        await using var store = await CreateStoreAsync();

        await store.RecordAsync(Exchanges.Sample, Exchanges.Sample);
        await store.RecordAsync(Exchanges.Sample);

        Assert.Single((await store.QueryAsync()).Items);
    }

    [Fact]
    public async Task QueryAsync_EmptyStore_IsAnEmptyLastPage()
    {
        await using var store = await CreateStoreAsync();

        var page = await store.QueryAsync();

        Assert.Empty(page.Items);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task QueryAsync_RecordedInAnyOrder_IsNewestFirst()
    {
        await using var store = await CreateStoreAsync();
        var series = Exchanges.Series(50);

        await store.RecordAsync(series.OrderBy(e => e.GetHashCode()));

        Assert.Equal(series.AsEnumerable().Reverse(), (await store.QueryAsync()).Items);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task QueryAsync_PageByPage_GivesEveryExchangeOnce(int limit)
    {
        await using var store = await CreateStoreAsync();

        // Many exchanges share a start, so that pages end between equals.
        var all = Enumerable.Range(0, 100).Select(i => Exchanges.At(i / 10) with { Id = Guid.CreateVersion7() }).ToList();
        await store.RecordAsync(all);

        var read = await store.ReadAllAsync(new ExchangeQuery { Limit = limit });

        Assert.Equal(100, read.Count);
        Assert.Equal(all.ToHashSet(), read.ToHashSet());
        Assert.Equal(read.OrderByDescending(e => e.StartedAt).Select(e => e.StartedAt), read.Select(e => e.StartedAt));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task QueryAsync_OldestFirst_GivesTheSameExchangesTheOtherWayRound(int limit)
    {
        await using var store = await CreateStoreAsync();

        // Many exchanges share a start, so that pages end between equals.
        await store.RecordAsync(Enumerable.Range(0, 100).Select(i => Exchanges.At(i / 10) with { Id = Guid.CreateVersion7() }));
        var query = new ExchangeQuery { From = Exchanges.At(2).StartedAt, To = Exchanges.At(8).StartedAt, Limit = limit };

        var read = await store.ReadAllAsync(query with { OldestFirst = true });

        Assert.Equal(60, read.Count);
        Assert.Equal((await store.ReadAllAsync(query)).AsEnumerable().Reverse(), read);
    }

    [Fact]
    public async Task QueryAsync_OldestFirstWhileOthersArrive_NeitherRepeatsNorSkips()
    {
        await using var store = await CreateStoreAsync();
        var before = Exchanges.Series(40);
        await store.RecordAsync(before);

        var first = await store.QueryAsync(new() { Limit = 20, OldestFirst = true });
        await store.RecordAsync(Exchanges.Series(5).Select(e => e with { Id = Guid.NewGuid(), StartedAt = e.StartedAt.AddHours(-1) }));
        var rest = await store.QueryAsync(new() { Limit = 100, OldestFirst = true, Cursor = first.Next });

        Assert.Equal(before, first.Items.Concat(rest.Items));
    }

    [Fact]
    public async Task QueryAsync_LastRowFillsThePage_SaysThereIsNoMore()
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync(Exchanges.Series(10));

        Assert.Null((await store.QueryAsync(new() { Limit = 10 })).Next);
        Assert.NotNull((await store.QueryAsync(new() { Limit = 9 })).Next);
    }

    [Fact]
    public async Task QueryAsync_NewExchangesBetweenPages_NeitherRepeatsNorSkips()
    {
        await using var store = await CreateStoreAsync();
        var before = Exchanges.Series(40);
        await store.RecordAsync(before);

        var first = await store.QueryAsync(new() { Limit = 20 });
        await store.RecordAsync(Exchanges.Series(40).Select(e => e with { StartedAt = e.StartedAt.AddHours(1) }));
        var second = await store.QueryAsync(new() { Limit = 20, Cursor = first.Next });

        Assert.Equal(before.AsEnumerable().Reverse(), first.Items.Concat(second.Items));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task QueryAsync_TimeRange_IncludesItsStartAndNotItsEnd()
    {
        await using var store = await CreateStoreAsync();
        var series = Exchanges.Series(10);
        await store.RecordAsync(series);

        var page = await store.QueryAsync(new() { From = series[3].StartedAt, To = series[6].StartedAt });

        Assert.Equal([series[5], series[4], series[3]], page.Items);
    }

    [Fact]
    public async Task QueryAsync_TimeRangeWithAnotherOffset_MeansTheSameMoments()
    {
        await using var store = await CreateStoreAsync();
        var series = Exchanges.Series(10);
        await store.RecordAsync(series);

        var page = await store.QueryAsync(new() { From = series[8].StartedAt.ToOffset(TimeSpan.FromHours(5)) });

        Assert.Equal([series[9], series[8]], page.Items);
    }

    [Fact]
    public async Task QueryAsync_AnyFilter_GivesWhatMatches()
    {
        await using var store = await CreateStoreAsync();
        var series = Mixed(200);
        await store.RecordAsync(series);
        var filters =
            from upstream in new[] { null, "openai", "anthropic", "nobody" }
            from model in new[] { null, "m1", "m2" }
            from app in new[] { null, "a1" }
            from operation in new[] { null, "chat" }
            from outcome in new ExchangeOutcome?[] { null, ExchangeOutcome.Ok, ExchangeOutcome.Timeout }
            from streamed in new bool?[] { null, true, false }
            select new ExchangeQuery
            {
                Upstream = upstream, Model = model, App = app, Operation = operation, Outcome = outcome, Streamed = streamed, Limit = 1000,
            };

        foreach (var filter in filters)
        {
            var expected = series.Where(e => Matches(e, filter)).Reverse();
            Assert.Equal(expected, (await store.QueryAsync(filter)).Items);
        }
    }

    [Fact]
    public async Task QueryAsync_ModelFilter_MeansTheRespondingModelOrElseTheRequested()
    {
        await using var store = await CreateStoreAsync();
        var answered = Exchanges.At(0) with { RequestModel = "alias", ResponseModel = "real" };
        var refused = Exchanges.At(1) with { RequestModel = "alias", ResponseModel = null };
        await store.RecordAsync(answered, refused);

        Assert.Equal([answered], (await store.QueryAsync(new() { Model = "real" })).Items);
        Assert.Equal([refused], (await store.QueryAsync(new() { Model = "alias" })).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a cursor at all")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("''; DROP TABLE exchanges")]
    public async Task QueryAsync_BadCursor_IsRefusedWithAClearMessage(string cursor)
    {
        await using var store = await CreateStoreAsync();

        var e = await Assert.ThrowsAnyAsync<ArgumentException>(() => store.QueryAsync(new() { Cursor = cursor }));

        Assert.Contains("cursor", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryAsync_CursorWithOneCharacterChanged_IsRefusedOrNamesAnotherPlace()
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync(Exchanges.Series(10));
        var cursor = (await store.QueryAsync(new() { Limit = 5 })).Next!;

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.QueryAsync(new() { Cursor = cursor[..^2] }));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.QueryAsync(new() { Cursor = cursor + "AA" }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task QueryAsync_LimitOutOfBounds_IsRefused(int limit)
    {
        await using var store = await CreateStoreAsync();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => store.QueryAsync(new() { Limit = limit }));
    }

    [Fact]
    public async Task QueryAsync_Cancelled_Ends()
    {
        await using var store = await CreateStoreAsync();
        await store.RecordAsync(Exchanges.Series(10));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.Store.QueryAsync(new(), cancelled.Token));
    }

    [Fact]
    public async Task Record_WhileOthersRead_LosesNothing()
    {
        await using var store = await CreateStoreAsync();
        var series = Exchanges.Series(3000);
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                Assert.True((await store.QueryAsync(new() { Limit = 50 })).Items.Count <= 50);
        })).ToArray();

        foreach (var chunk in series.Chunk(100))
            await store.RecordAsync(chunk);
        await done.CancelAsync();
        await Task.WhenAll(readers);

        Assert.Equal(3000, (await store.ReadAllAsync(new() { Limit = 1000 })).Count);
    }

    private Exchange Kept(Exchange exchange) => exchange with
    {
        Cost = exchange.Cost with
        {
            Total = Kept(exchange.Cost.Total),
            Input = Kept(exchange.Cost.Input),
            CacheRead = Kept(exchange.Cost.CacheRead),
            CacheWrite = Kept(exchange.Cost.CacheWrite),
            Output = Kept(exchange.Cost.Output),
            Reasoning = Kept(exchange.Cost.Reasoning),
            Tools = Kept(exchange.Cost.Tools),
        },
    };

    private decimal? Kept(decimal? amount) => amount is { } known ? Kept(known) : null;

    internal static List<Exchange> Mixed(int count)
    {
        var random = new Random(7);
        return
        [
            .. Exchanges.Series(count).Select(e => e with
            {
                Upstream = Pick("openai", "anthropic", "local"),
                RequestModel = Pick("m1", "m2", "m3"),
                ResponseModel = Pick("m1", "m2", null),
                App = Pick("a1", "a2", null),
                Operation = Pick("chat", "embeddings"),
                Outcome = (ExchangeOutcome)random.Next(7),
                Streamed = random.Next(2) == 0,
            }),
        ];

        T Pick<T>(params T[] values) => values[random.Next(values.Length)];
    }

    internal static bool Matches(Exchange e, ExchangeFilter f) =>
        (f.Upstream is null || e.Upstream == f.Upstream)
        && (f.Model is null || (e.ResponseModel ?? e.RequestModel) == f.Model)
        && (f.App is null || e.App == f.App)
        && (f.Operation is null || e.Operation == f.Operation)
        && (f.Outcome is null || e.Outcome == f.Outcome)
        && (f.Streamed is null || e.Streamed == f.Streamed);
}
