using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Core.Recording.Points;
using LlmSentinel.Storage.Influx.Reading;
using LlmSentinel.Storage.Influx.Rollups;
using LlmSentinel.Storage.Influx.Setup;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Storage.Tests.Influx.Reading;
using LlmSentinel.Storage.Tests.Influx.Setup;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Influx.Rollups;

/// <summary>Sums of minutes and hours that two sidecars write to a real influxd, and summaries made from them.</summary>
public sealed class RollupTests(SharedInfluxServer shared) : IClassFixture<SharedInfluxServer>
{
    private static readonly SummaryQuery Days = new() { From = SampleExchange.Start, To = SampleExchange.Start.AddHours(30) };

    private static int _databases;

    [Theory]
    [InlineData(SummaryGrouping.None)]
    [InlineData(SummaryGrouping.Upstream | SummaryGrouping.Model)]
    [InlineData(SummaryGrouping.App | SummaryGrouping.Operation)]
    public async Task SummarizeAsync_FromSumsOfTwoSidecars_EqualsTheReferenceWithinTheSketch(SummaryGrouping groupBy)
    {
        var (server, database, exchanges) = await RecordedAsync();
        using var reader = Reader(server, database);
        var query = Days with { GroupBy = groupBy };

        AssertAlike(SummaryReference.Summarize(exchanges, query), await reader.SummarizeAsync(query, default));
    }

    [Fact]
    public async Task SummarizeAsync_RangeThatCutsPeriodsAndAFilter_EqualsTheReferenceWithinTheSketch()
    {
        var (server, database, exchanges) = await RecordedAsync();
        using var reader = Reader(server, database);
        var query = Days with { From = Days.From!.Value.AddMinutes(47.3), To = Days.From.Value.AddHours(20.21), Streamed = true, Upstream = "local" };

        var expected = SummaryReference.Summarize(
            exchanges.Where(e => e.Streamed && e.Upstream == "local" && e.StartedAt >= query.From && e.StartedAt < query.To), query);
        AssertAlike(expected, await reader.SummarizeAsync(query, default));
    }

    [Fact]
    public async Task SummarizeAsync_PointsGoneAndSumsLost_EachStandsInForTheOther()
    {
        var (server, database, exchanges) = await RecordedAsync();
        using var reader = Reader(server, database);

        // Retention took the points of the first hours; a killed process never wrote the sums of later ones.
        await server.QueryAsync($"DELETE FROM llm_exchange WHERE time < '{Days.From!.Value.AddHours(5):yyyy-MM-ddTHH:mm:ssZ}'", database);
        await server.QueryAsync($"DELETE FROM llm_exchange_1h WHERE time >= '{Days.From.Value.AddHours(10):yyyy-MM-ddTHH:mm:ssZ}'", database);

        AssertAlike(SummaryReference.Summarize(exchanges, Days), await reader.SummarizeAsync(Days, default));
    }

    [Fact]
    public async Task SummarizeAsync_RangeWithoutAStart_BeginsAtTheFirstPointOrSum()
    {
        var (server, database, exchanges) = await RecordedAsync();
        using var reader = Reader(server, database);
        var always = Days with { From = null, GroupBy = SummaryGrouping.None };

        // Sums of the first hours alone are left, then points of the first hours alone.
        await server.QueryAsync($"DELETE FROM llm_exchange WHERE time < '{Days.From!.Value.AddHours(5):yyyy-MM-ddTHH:mm:ssZ}'", database);
        AssertAlike(SummaryReference.Summarize(exchanges, always), await reader.SummarizeAsync(always, default), withRate: false);
        await server.QueryAsync($"DELETE FROM llm_exchange_1h WHERE time < '{Days.From.Value.AddHours(7):yyyy-MM-ddTHH:mm:ssZ}'", database);
        AssertAlike(
            SummaryReference.Summarize(exchanges.Where(e => e.StartedAt >= Days.From.Value.AddHours(5)), always),
            await reader.SummarizeAsync(always, default), withRate: false);
    }

    [Fact]
    public async Task SummarizeAsync_RangeWithoutAStartAndNothingThere_IsEmpty()
    {
        var (server, database, _) = await RecordedAsync();
        using var reader = Reader(server, database);

        Assert.Empty(await reader.SummarizeAsync(Days with { From = null, Upstream = "nobody" }, default));
    }

    [Fact]
    public async Task SummarizeAsync_StepOfAMinute_IsMadeFromSumsOfMinutes()
    {
        var (server, database, exchanges) = await RecordedAsync();
        using var reader = Reader(server, database);
        await server.QueryAsync("DELETE FROM llm_exchange", database);
        var query = Days with { Step = TimeSpan.FromMinutes(30), GroupBy = SummaryGrouping.None };

        var rows = await reader.SummarizeAsync(query, default);

        Assert.Equal(
            exchanges.GroupBy(e => e.StartedAt.Ticks / query.Step!.Value.Ticks).OrderBy(g => g.Key).Select(g => (long)g.Count()),
            rows.Select(r => r.Exchanges));
    }

    [Fact]
    public async Task SummarizeAsync_FewPoints_IsExact()
    {
        var (server, database, exchanges) = await RecordedAsync();
        using var reader = Reader(server, database, fewPoints: 100_000);

        SummaryReference.AssertEqual(SummaryReference.Summarize(exchanges, Days), await reader.SummarizeAsync(Days, default));
    }

    [Fact]
    public async Task Write_Sums_AreTheDocumentedSchema()
    {
        var (server, database, _) = await RecordedAsync();
        var durations = RollupPoints.Durations.SelectMany(d => RollupPoints.DurationColumns.Select(c => (Name: d + c.Name, c.Type)));
        var documented = RollupPoints.Columns.Where(c => !c.Name.EndsWith("_exact", StringComparison.Ordinal)).Select(c => (c.Name, c.Type)).Concat(durations)
            .Append((Name: "host", Type: PointTypes.Tag)).Order();

        foreach (var place in new[] { "1m", "1h" })
        {
            var fields = (await server.QueryAsync($"SHOW FIELD KEYS FROM \"{place}\".llm_exchange_{place}", database))
                .Select(k => (Name: k["fieldKey"].GetString()!, Type: k["fieldType"].GetString()!));
            var tags = (await server.QueryAsync($"SHOW TAG KEYS FROM \"{place}\".llm_exchange_{place}", database))
                .Select(k => (Name: k["tagKey"].GetString()!, Type: PointTypes.Tag));
            Assert.Equal(documented, fields.Concat(tags).Order());
        }
    }

    /// <summary>Two sidecars record and end; a third takes the place of the first with exchanges that are late.</summary>
    private async Task<(InfluxServer Server, string Database, List<Exchange> Exchanges)> RecordedAsync()
    {
        var server = await shared.GetAsync();
        var database = $"rollups{Interlocked.Increment(ref _databases)}";
        await Setup1Tests.RunAsync(
            new StoreOptions { Kind = StoreKinds.InfluxDb, Url = server.Url, Bucket = database, Retention = TimeSpan.Zero },
            new StoreSetupOptions { MinuteRetention = TimeSpan.Zero, HourRetention = TimeSpan.Zero });
        var exchanges = ExchangeStoreContractTests.WithNumbers(ExchangeStoreContractTests.Mixed(1_500), seed: 5)
            .Select((e, i) => e with { StartedAt = e.StartedAt.AddSeconds(70 * i), Cost = new ExchangeCost { Total = i % 3 == 0 ? null : i } }).ToList();
        for (var sidecar = 0; sidecar < 3; sidecar++)
        {
            await using var store = new InfluxStore(
                server.Url, change: new InfluxStore.Settings { Bucket = database, Rollups = true, Seed = sidecar, Host = $"h{sidecar % 2}" });
            await store.RecordAsync(exchanges.Where((_, i) => i % 3 == sidecar));
        }

        return (server, database, exchanges);
    }

    private static InfluxExchangeReader Reader(InfluxServer server, string database, long fewPoints = 0) =>
        new(ReaderErrorTests.Client(server.Url, database), TimeProvider.System, ownsClient: true)
        {
            FewPoints = fewPoints,
            Minutes = RollupSource.Minutes(ReaderErrorTests.Client(server.Url, $"{database}/{RollupPlaces.Minute}")),
            Hours = RollupSource.Hours(ReaderErrorTests.Client(server.Url, $"{database}/{RollupPlaces.Hour}")),
        };

    private static void AssertAlike(List<SummaryRow> expected, IReadOnlyList<SummaryRow> actual, bool withRate = true)
    {
        // Without a start the rate is over the time from the first exchange on, which sums know to the hour.
        if (!withRate)
            (expected, actual) = ([.. expected.Select(r => r with { RatePerSecond = 0 })], [.. actual.Select(r => r with { RatePerSecond = 0 })]);
        Assert.All(actual, r => Assert.Equal(PercentileSource.Sketch, r.Percentiles));
        SummaryReference.AssertEqual(expected.Select(WithoutPercentiles), [.. actual.Select(WithoutPercentiles)]);
        foreach (var row in expected)
        {
            var other = actual.Single(r => (r.Upstream, r.Model, r.App, r.Operation) == (row.Upstream, row.Model, row.App, row.Operation));
            Assert.Equal(row.Duration!.P50.TotalSeconds, other.Duration!.P50.TotalSeconds, row.Duration.P50.TotalSeconds * 0.011);
            Assert.Equal(row.Duration.P99.TotalSeconds, other.Duration.P99.TotalSeconds, row.Duration.P99.TotalSeconds * 0.011);
            Assert.Equal(row.Duration.Count, other.Duration.Count);
            Assert.Equal(row.Duration.Mean, other.Duration.Mean);
            Assert.Equal(row.Duration.Max, other.Duration.Max);
        }
    }

    private static SummaryRow WithoutPercentiles(SummaryRow row) => row with
    {
        Percentiles = PercentileSource.Exact, Duration = null, TimeToFirstByte = null, TimeToFirstToken = null, TimePerOutputToken = null, Added = null,
    };
}
