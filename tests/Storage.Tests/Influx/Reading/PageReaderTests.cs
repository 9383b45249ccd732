using LlmSentinel.Core.Exchanges;
using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Storage.Influx.Reading;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx.Reading;

/// <summary>What only a server has that several sidecars write to.</summary>
public sealed class PageReaderTests
{
    private static readonly long Time = PointTime.Floor(Exchanges.Sample.StartedAt);

    [Theory]
    [InlineData(1, false)]
    [InlineData(7, false)]
    [InlineData(1, true)]
    [InlineData(7, true)]
    public async Task QueryAsync_SeveralSidecarsInOneNanosecond_GivesEachOnce(int limit, bool oldestFirst)
    {
        await using var server = await InfluxServer.StartAsync();
        var lines = new LineBuffer();
        var written = new HashSet<Exchange>();
        for (var i = 0; i < 60; i++)
        {
            var exchange = Exchanges.Sample with { Id = Guid.NewGuid() };
            written.Add(exchange);
            ExchangeLine.Write(lines, exchange, Time + (i / 20), new PointTags(new Dictionary<string, string> { ["host"] = $"h{i}" }));
        }

        Assert.Equal("", await server.WriteAsync(lines.Written.ToArray()));
        using var reader = Reader(server.Url);

        var read = await ReadAllAsync(reader, new ExchangeQuery { Limit = limit, OldestFirst = oldestFirst });

        Assert.Equal(60, read.Count);
        Assert.Equal(written, read.ToHashSet());
    }

    [Fact]
    public async Task QueryAsync_MorePointsOfOneTimeThanAPageAsksFor_GivesThemAll()
    {
        await using var server = await InfluxServer.StartAsync();
        var lines = new LineBuffer();
        for (var i = 0; i < 200; i++)
            ExchangeLine.Write(lines, Exchanges.Sample with { Id = Guid.NewGuid() }, Time, new PointTags(new Dictionary<string, string> { ["host"] = $"h{i}" }));
        Assert.Equal("", await server.WriteAsync(lines.Written.ToArray()));
        using var reader = Reader(server.Url);

        Assert.Equal(200, (await ReadAllAsync(reader, new ExchangeQuery { Limit = 50 })).Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public async Task FindAsync_PointMovedOutOfItsMicrosecond_ComesBackWithItsStart()
    {
        await using var server = await InfluxServer.StartAsync();
        var exchange = Exchanges.At(5) with { StartedAt = Exchanges.At(5).StartedAt.AddTicks(9_990) };
        var lines = new LineBuffer();
        ExchangeLine.Write(lines, exchange, PointTime.Floor(exchange.StartedAt) + 1_500);
        Assert.Equal("", await server.WriteAsync(lines.Written.ToArray()));
        using var reader = Reader(server.Url);

        Assert.Equal(exchange, await reader.FindAsync(exchange.Id, default));
    }

    [Fact]
    public async Task SummarizeAsync_MoreDurationsThanMayBeKept_EqualsTheReference()
    {
        await using var server = await InfluxServer.StartAsync();
        var (lines, slots) = (new LineBuffer(), new PointSlots());
        var exchanges = ExchangeStoreContractTests.Mixed(400);
        foreach (var exchange in exchanges)
            ExchangeLine.Write(lines, exchange, slots.Take(exchange));
        Assert.Equal("", await server.WriteAsync(lines.Written.ToArray()));
        using var reader = Reader(server.Url, budget: 50);

        var rows = await reader.SummarizeAsync(new SummaryQuery(), default);

        SummaryReference.AssertEqual(SummaryReference.Summarize(exchanges, new SummaryQuery()), rows);
    }

    private static InfluxExchangeReader Reader(string url, long budget = 8_000_000) =>
        new(ReaderErrorTests.Client(url), TimeProvider.System, ownsClient: true) { SummaryBudget = budget };

    private static async Task<List<Exchange>> ReadAllAsync(InfluxExchangeReader reader, ExchangeQuery query)
    {
        var all = new List<Exchange>();
        for (ExchangePage? page = null; page is null || page.Next is not null; all.AddRange(page.Items))
            page = await reader.QueryAsync(query with { Cursor = page?.Next }, default);
        return all;
    }
}
