using LlmSentinel.Core.Recording;
using LlmSentinel.Storage.Tests.Contract;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>The whole store on a database of its own in a real influxd: what is recorded has been read off the spool and written.</summary>
internal sealed class InfluxStoreUnderTest : StoreUnderTest
{
    private static int _databases;

    private readonly InfluxStore _store;

    private InfluxStoreUnderTest(string url, string database)
    {
        Database = database;
        _store = new InfluxStore(url, change: new InfluxStore.Settings { Bucket = database, Age = TimeSpan.FromMilliseconds(10) });
    }

    public string Database { get; }

    public override IExchangeSink Sink => _store.Store;

    public override IExchangeStore Store => _store.Store;

    public static async Task<InfluxStoreUnderTest> CreateAsync(InfluxServer server)
    {
        var database = $"db{Interlocked.Increment(ref _databases)}";
        await server.QueryAsync($"CREATE DATABASE {database}");
        return new InfluxStoreUnderTest(server.Url, database);
    }

    public override Task FlushAsync() => _store.DeliverAsync();

    public override ValueTask DisposeAsync() => _store.DisposeAsync();
}
