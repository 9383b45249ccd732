using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;
using Microsoft.Extensions.Time.Testing;

namespace LlmSentinel.Storage.Tests.Sqlite;

/// <summary>More series than rollups are kept for: a client may send a new word each time.</summary>
public sealed class ManySeriesTests
{
    // Each is a series with its application and one without; there is room for 16,384.
    private const int Models = 8_400;

    private static readonly DateTimeOffset Start = SampleExchange.Start;
    private static readonly TimeSpan Step = TimeSpan.FromHours(1) / Models;

    [Fact]
    public async Task SummarizeAsync_MoreSeriesThanAreKept_EqualsTheRowsUntilTheseAreRemoved()
    {
        using var folder = new TempDirectory();
        var path = folder.File("s.db");
        var exchanges = OfManyModels();
        await using (var before = new SqliteStore(path, new FakeTimeProvider(Start)))
            await before.RecordAsync(exchanges);
        var kept = OtherProgram.Scalar(path, "SELECT sum(exchanges) FROM rollups WHERE level = 0");
        Assert.InRange(kept, 8_000, Models - 1);
        Assert.InRange(OtherProgram.Scalar(path, "SELECT count(*) FROM series"), 16_000, 16_384);
        Assert.InRange(OtherProgram.Scalar(path, "SELECT count(*) FROM dirty_minutes WHERE stuck = 1"), 1, 59);

        var clock = new FakeTimeProvider(Start.AddHours(2));
        await using var store = new SqliteStore(path, clock, retention: TimeSpan.FromDays(1), exactExchanges: -1);
        foreach (var query in Queries())
            SummaryReference.AssertClose(SummaryReference.Summarize(exchanges, query), await store.Store.SummarizeAsync(query, default));

        clock.Advance(TimeSpan.FromDays(2));
        await RemovedAsync(store, Models);
        foreach (var query in Queries())
            Assert.Equal(kept, (await store.Store.SummarizeAsync(query, default)).Sum(r => r.Exchanges));

        // Minutes are gone before hours are.
        clock.Advance(TimeSpan.FromDays(3));
        await Eventually.TrueAsync(
            async () =>
            {
                await store.FlushAsync();
                return OtherProgram.Scalar(path, "SELECT count(*) FROM rollups WHERE level = 0") == 0;
            },
            "sums of minutes are removed");
        foreach (var query in Queries())
            Assert.Equal(kept, (await store.Store.SummarizeAsync(query, default)).Sum(r => r.Exchanges));
    }

    private static async Task RemovedAsync(SqliteStore store, int rows) => await Eventually.TrueAsync(
        async () =>
        {
            await store.FlushAsync();
            return store.Sqlite.Removed == rows;
        },
        "what is too old is removed");

    private static List<Exchange> OfManyModels() =>
    [
        .. Enumerable.Range(0, Models).Select(i =>
        {
            var start = Start + (Step * i);
            return Exchanges.Sample with { Id = Guid.CreateVersion7(start), StartedAt = start, ResponseModel = $"model-{i}" };
        }),
    ];

    private static IEnumerable<SummaryQuery> Queries()
    {
        var hour = new SummaryQuery { From = Start, To = Start.AddHours(1), GroupBy = SummaryGrouping.None };
        yield return hour;
        yield return hour with { GroupBy = SummaryGrouping.Model };
        yield return hour with { GroupBy = SummaryGrouping.App };
        yield return hour with { From = Start.AddDays(-1), To = Start.AddDays(1), Step = TimeSpan.FromDays(1) };
    }
}
