using System.Globalization;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>The contract on a real influxd 1.x.</summary>
public sealed class InfluxContractTests(SharedInfluxServer server) : ExchangeStoreContractTests, IClassFixture<SharedInfluxServer>
{
    protected override async Task<StoreUnderTest> CreateStoreAsync() => await InfluxStoreUnderTest.CreateAsync(await server.GetAsync());

    // Amounts are floating-point numbers there: 15 digits of any are kept.
    protected override decimal Kept(decimal amount) => decimal.Parse(
        ((double)amount).ToString("G15", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}
