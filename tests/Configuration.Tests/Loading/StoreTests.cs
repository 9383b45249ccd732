using LlmSentinel.Core.Configuration;

namespace LlmSentinel.Configuration.Tests.Loading;

public sealed class StoreTests
{
    [Fact]
    public void Load_InfluxDbInOneLine_IsTaken()
    {
        var snapshot = Load.Valid(
            "store: { kind: influxdb, url: http://localhost:8086, org: acme, bucket: sentinel, token: ${INFLUX_TOKEN} }", ("INFLUX_TOKEN", "s3cret"));

        var store = snapshot.Options.Store;
        Assert.Equal((StoreKinds.InfluxDb, "http://localhost:8086", "acme", "sentinel", "s3cret"), (store.Kind, store.Url, store.Org, store.Bucket, store.Token));
        Assert.Equal(("sentinel-data/spool", 1L << 30, FsyncModes.Interval), (store.Spool.Path, store.Spool.MaxSize, store.Spool.Fsync));
        Assert.Equal((5_000, TimeSpan.FromSeconds(1)), (store.Batch.Lines, store.Batch.Age));
        Assert.Equal("***", snapshot.Entries.Single(e => e.Key == "store.token").Value);
        Assert.Equal("sentinel on http://localhost:8086, by way of sentinel-data/spool", store.Describe());
    }

    [Fact]
    public void Load_InfluxKeysBesideSqlite_DoNoHarm() =>
        Assert.Equal("sentinel-data/sentinel.db", Load.Valid("store: { token: t, user: u, bucket: b }").Options.Store.Describe());

    [Fact]
    public void Load_TokenFileThatIsNotThere_IsAnError() => Assert.StartsWith(
        "sentinel.yaml:1:65: store.tokenFile: the file is not there",
        Load.OnlyError("store: { kind: influxdb, url: 'http://h', bucket: b, tokenFile: none.txt }").ToString(), StringComparison.Ordinal);
}
