using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Sqlite.Schema;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>Rows are found by an id and by a time that stand in their key.</summary>
public sealed class RowKeyTests
{
    [Fact]
    public async Task Find_IdThatHoldsTheStart_NeedsNoEntryOfItsOwn()
    {
        await using var store = new SqliteStore();
        var ids = new ExchangeIdSource();
        var series = Exchanges.Series(500, 0.0001).Select(e => e with { Id = ids.Next(e.StartedAt) }).ToList();

        await store.RecordAsync(series);

        Assert.Equal(0, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM stray_ids"));
        foreach (var exchange in series)
            Assert.Equal(exchange, await store.Store.FindAsync(exchange.Id, default));
    }

    [Fact]
    public async Task Find_IdOfAnotherTimeOrNone_IsFoundAndStoredOnce()
    {
        await using var store = new SqliteStore();
        var random = Exchanges.At(0) with { Id = Guid.NewGuid() };
        var late = Exchanges.At(1) with { Id = Guid.CreateVersion7(SampleExchange.Start.AddDays(3)) };

        await store.RecordAsync(random, late, random, late);

        Assert.Equal(2, (await store.QueryAsync()).Items.Count);
        Assert.Equal(random, await store.Store.FindAsync(random.Id, default));
        Assert.Equal(late, await store.Store.FindAsync(late.Id, default));
    }

    [Fact]
    public async Task Record_IdsThatDifferInWhatTheKeyTells_AreAllThereOnceAndFound()
    {
        await using var store = new SqliteStore();
        var first = Exchanges.At(0) with { Id = new Guid("019fbdd0-f600-7801-8000-000000000001"), StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(0x019fbdd0f600) };
        string[] others = ["019fbdd0-f600-4801-8000-000000000001", "019fbdd0-f600-7001-8000-000000000001", "019fbdd0-f600-7801-c000-000000000001", "019fbdd0-f601-7801-8000-000000000001"];
        Exchange[] all = [first, .. others.Select(id => first with { Id = new Guid(id) })];

        await store.RecordAsync(all);
        await store.RecordAsync(all);

        Assert.Equal(5, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges"));
        Assert.Equal(1, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges WHERE typeof(id) = 'integer'"));
        foreach (var exchange in all)
            Assert.Equal(exchange, await store.Store.FindAsync(exchange.Id, default));
    }

    [Fact]
    public async Task Find_RowWithIdsWrittenOut_IsReadAndStoredOnce()
    {
        await using var store = new SqliteStore();
        var exchange = Exchanges.At(0) with { ProviderRequestId = "req_0f3c8a6b2d9e4517a1c4e7f09b8d6235", ResponseId = "chatcmpl-AtTLYdyD4gxfEbKVDOFKMhzWUYmGx" };
        await store.RecordAsync(exchange);
        OtherProgram.Execute(store.FilePath,
            $"UPDATE exchanges SET id = x'{exchange.Id:N}', provider_request_id = '{exchange.ProviderRequestId}', response_id = '{exchange.ResponseId}'");

        await store.RecordAsync(exchange);

        Assert.Equal([exchange], (await store.QueryAsync()).Items);
        Assert.Equal(exchange, await store.Store.FindAsync(exchange.Id, default));
    }

    [Fact]
    public async Task Record_ManyOfOneMicrosecond_AreAllThereOnceAndFound()
    {
        await using var store = new SqliteStore();
        var ids = new ExchangeIdSource();
        var same = Enumerable.Range(0, 2500).Select(_ => Exchanges.At(0) with { Id = ids.Next(SampleExchange.Start) }).ToList();

        await store.RecordAsync(same);
        await store.RecordAsync(same);

        // A key tells 2,048 of them apart; the others start a microsecond later.
        Assert.Equal(2500, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges"));
        foreach (var exchange in same)
        {
            var found = await store.Store.FindAsync(exchange.Id, default);
            Assert.InRange(found!.StartedAt - exchange.StartedAt, TimeSpan.Zero, TimeSpan.FromMicroseconds(1));
            Assert.Equal(exchange, found with { StartedAt = exchange.StartedAt });
        }
    }

    [Fact]
    public async Task Record_StartBeyondWhatAKeyHolds_IsRefusedAloneAndCounted()
    {
        await using var store = new SqliteStore();
        var far = Exchanges.At(0) with { StartedAt = DateTimeOffset.MaxValue };

        await store.RecordAsync(Exchanges.At(1), far, Exchanges.At(2));

        Assert.Equal(2, store.Sqlite.Written);
        Assert.Equal(1, store.Sqlite.Dropped);
        Assert.Equal(2, (await store.QueryAsync(new ExchangeQuery { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue })).Items.Count);
    }

    [Fact]
    public async Task Retention_RowsWithIdsOfAnotherTime_TakeThemAlong()
    {
        var clock = new FakeTimeProvider(SampleExchange.Start);
        await using var store = new SqliteStore(time: clock, retention: TimeSpan.FromDays(30));
        await store.RecordAsync(Exchanges.Series(100).Select(e => e with { Id = Guid.NewGuid() }));

        clock.Advance(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(50));
        await Eventually.TrueAsync(
            async () =>
            {
                await store.FlushAsync();
                return OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM stray_ids") == 50;
            },
            "the ids go with their rows");

        Assert.Equal(50, OtherProgram.Scalar(store.FilePath, "SELECT count(*) FROM exchanges"));
    }

    [Fact]
    public async Task Open_RowsInTheOrderOfArrival_AreKeptWithTheirIdsAndTimes()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        OtherProgram.Execute(path, Migrations.All[0].Sql + $"PRAGMA application_id = {Migrations.ApplicationId}; PRAGMA user_version = 1;");
        var must = "upstream, operation, outcome, streamed, duration, usage_source, provider, dialect, method, status, output_chunks, "
            + "output_lower_bound, cost_source, finish_reason, request_bytes, response_bytes, events, observation_gap";
        var start = SampleExchange.Start.ToUnixTimeMilliseconds() * 1000;
        Guid[] ids = [.. Exchanges.Series(3, 0.001).Select(e => e.Id), Guid.NewGuid()];
        foreach (var (id, arrival) in ids.Zip([3, 1, 2, 4]))
        {
            OtherProgram.Execute(path,
                $"INSERT INTO exchanges(n, started_at, id, {must}) VALUES({arrival}, {start + (Array.IndexOf(ids, id) % 3 * 1000)}, x'{id:N}', "
                + "'u', 'chat', 0, 0, 1000, 0, 'p', 'd', 'POST', 200, 0, 0, 0, 0, 10, 20, 0, 0)");
        }

        await using var store = new SqliteStore(path);

        await store.FlushAsync();
        var rows = (await store.QueryAsync()).Items;
        Assert.Equal([ids[2], ids[1], ids[3], ids[0]], rows.Select(r => r.Id));
        Assert.Equal([2, 1, 0, 0], rows.Select(r => (r.StartedAt - SampleExchange.Start).TotalMilliseconds));
        foreach (var row in rows)
            Assert.Equal(row, await store.Store.FindAsync(row.Id, default));
        Assert.Equal(1, OtherProgram.Scalar(path, "SELECT count(*) FROM stray_ids"));
        Assert.Equal(0, OtherProgram.Scalar(path, "SELECT count(*) FROM sqlite_schema WHERE name LIKE '%arrival%' OR name LIKE 'exchanges_%'"));
    }
}
