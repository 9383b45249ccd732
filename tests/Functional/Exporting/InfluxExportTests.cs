using LlmSentinel.Core.Configuration;
using LlmSentinel.Core.Exchanges;
using LlmSentinel.Functional.Harness;
using LlmSentinel.Storage.Influx;
using LlmSentinel.Testing;
using LlmSentinel.Testing.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmSentinel.Functional.Exporting;

/// <summary><c>sentinel export</c> of a store that is a real influxd.</summary>
public sealed class InfluxExportTests
{
    [Fact]
    public async Task Export_ToCsv_HoldsEveryExchangeAsItWasRecorded()
    {
        await using var server = await InfluxServer.StartAsync();
        using var folder = new TempDirectory();
        var recorded = await folder.SeedAsync("seed.db", 2_500);
        await RecordAsync(recorded, Store(server, folder));

        var run = await folder.RunOnAsync(
            [
                ("store.kind", "influxdb"), ("store.url", server.Url.TrimEnd('/')), ("store.bucket", InfluxServer.Database),
                ("store.spool.path", folder.File("spool")),
            ],
            "export", "--output", "all.csv");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith("export: 2,500 rows, ", run.Error, StringComparison.Ordinal);
        await folder.SucceedAsync("copy.db", "import", "all.csv");

        var copied = await StoredRows.ReadAsync(folder.File("copy.db"));
        Assert.Equal(recorded.Select(Comparable), copied.Select(Comparable));
        // Money is a floating-point number on that server.
        Assert.All(recorded.Zip(copied), pair => AssertClose(pair.First.Cost.Total, pair.Second.Cost.Total));
    }

    private static void AssertClose(decimal? expected, decimal? actual)
    {
        Assert.Equal(expected.HasValue, actual.HasValue);
        Assert.InRange((actual - expected) ?? 0, -0.000000000001m, 0.000000000001m);
    }

    private static Exchange Comparable(Exchange exchange) => exchange with { Cost = ExchangeCost.Unknown };

    private static StoreOptions Store(InfluxServer server, TempDirectory folder) => new()
    {
        Kind = StoreKinds.InfluxDb, Url = server.Url, Bucket = InfluxServer.Database, Spool = new SpoolOptions { Path = folder.File("recording") },
    };

    private static async Task RecordAsync(List<Exchange> exchanges, StoreOptions options)
    {
        await using var store = new InfluxExchangeStore(options, TimeProvider.System, NullLoggerFactory.Instance, metrics: null);
        foreach (var exchange in exchanges)
            store.Record(exchange);
        await Eventually.TrueAsync(() => store.Delivered == exchanges.Count, "all exchanges are on the server");
    }
}
