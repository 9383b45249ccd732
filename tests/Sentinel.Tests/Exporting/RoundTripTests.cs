using CsCheck;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Sentinel.Exporting;
using LlmSentinel.Sentinel.Exporting.Formats;
using LlmSentinel.Storage.Tests.Contract;
using LlmSentinel.Testing;

namespace LlmSentinel.Sentinel.Tests.Exporting;

public sealed class RoundTripTests
{
    private static readonly Gen<Exchange[]> Any = RandomExchange.Any.Array[0, 12];

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.JsonLines)]
    public async Task Text_AnyExchanges_ComeBackAndAreWrittenTheSameAgain(string format) => await Any.SampleAsync(
        async exchanges =>
        {
            var written = await Transferred.WriteAsync(format, exchanges);
            var read = await Transferred.ReadAsync(format, written);

            Assert.Equal(format == ExportFormat.Csv ? exchanges.Select(Transferred.InColumns) : exchanges, read.Select(row => row.Exchange));
            Assert.Equal(written, await Transferred.WriteAsync(format, [.. read.Select(row => row.Exchange!)]));
        },
        iter: 100, threads: 1);

    [Fact]
    public async Task Parquet_AnyExchanges_ComeBack() => await Any.Select(all => all.Select(Affordable).ToArray()).SampleAsync(
        async exchanges =>
        {
            var read = await Transferred.ReadAsync(ExportFormat.Parquet, await Transferred.WriteAsync(ExportFormat.Parquet, exchanges));

            Assert.Equal(exchanges.Select(Transferred.InColumns), read.Select(row => row.Exchange));
        },
        iter: 10, threads: 1);

    [Fact]
    public async Task Parquet_MoreRowsThanOneGroupHolds_ComeBackInOrder()
    {
        var exchanges = Enumerable.Range(0, 40_000).Select(i => SampleExchange.Chat with { ServerAddress = null, ServerPort = null, Events = i }).ToList();

        var read = await Transferred.ReadAsync(ExportFormat.Parquet, await Transferred.WriteAsync(ExportFormat.Parquet, exchanges));

        Assert.Equal(Enumerable.Range(0, 40_000), read.Select(row => row.Exchange!.Events));
        Assert.Equal(40_000, read[^1].Line);
    }

    [Fact]
    public async Task Parquet_AnAmountThatDoesNotFit_IsRefusedByTheExchangesId()
    {
        var exchange = SampleExchange.Chat with { Cost = new ExchangeCost { Total = 10_000_000_000m } };

        var refusal = await Assert.ThrowsAsync<TransferException>(() => Transferred.WriteAsync(ExportFormat.Parquet, exchange));

        Assert.Contains(exchange.Id.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    // Amounts of ten thousand million dollars a call are refused, which the test above is about.
    private static Exchange Affordable(Exchange exchange) => exchange with
    {
        Cost = exchange.Cost with
        {
            Total = Fit(exchange.Cost.Total),
            Input = Fit(exchange.Cost.Input),
            CacheRead = Fit(exchange.Cost.CacheRead),
            CacheWrite = Fit(exchange.Cost.CacheWrite),
            Output = Fit(exchange.Cost.Output),
            Reasoning = Fit(exchange.Cost.Reasoning),
            Tools = Fit(exchange.Cost.Tools),
        },
    };

    private static decimal? Fit(decimal? dollars) => dollars is { } amount ? amount % 10_000_000_000m : null;
}
