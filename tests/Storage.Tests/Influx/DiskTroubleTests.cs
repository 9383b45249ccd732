using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Tests.Spool;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Influx;

/// <summary>A spool that cannot be written: who records never notices.</summary>
public sealed class DiskTroubleTests
{
    [Fact]
    public async Task Record_FolderCannotBeMade_WaitsInMemoryAndGoesOnWhenItCan()
    {
        await using var server = await InfluxServer.StartAsync();
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("data"), "in the way");
        await using var store = new InfluxStore(server.Url, Path.Combine(folder.File("data"), "spool"));
        foreach (var exchange in Points.Make(100))
            store.Store.Record(exchange);

        await Eventually.TrueAsync(() => store.HasLogged(EventIds.SpoolFailing), "the store says that it cannot write");
        Assert.Equal((false, 100, 0), (store.Store.Healthy, store.Store.QueueDepth, store.Store.Dropped));
        File.Delete(folder.File("data"));
        await store.DeliverAsync();

        Assert.Equal(100, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64());
        Assert.True(store.HasLogged(EventIds.SpoolRecovered));
        Assert.True(store.Store.Healthy, store.Store.Problem);
    }

    [Fact]
    public async Task Record_DiskFull_WaitsInMemoryAndGoesOnOnceThereIsRoom()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var disk = await SmallDisk.MountOrSkipAsync();
        await using var store = new InfluxStore(server.Url, disk.File("spool"));
        await store.RecordAsync(Points.Make(10));
        await store.DeliverAsync();
        disk.Fill("ballast");

        foreach (var exchange in Points.Make(210)[10..])
            store.Store.Record(exchange);
        await Eventually.TrueAsync(() => store.HasLogged(EventIds.SpoolFailing), "the store says that it cannot write");
        Assert.Contains("the disk is full", store.Store.Problem, StringComparison.Ordinal);
        File.Delete(disk.File("ballast"));
        await Eventually.TrueAsync(() => store.Store.Delivered == 210, "all is delivered");

        Assert.Equal((210, 0), ((await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64(), store.Store.Dropped));
    }

    [Fact]
    public async Task Record_FolderReadOnly_WaitsInMemoryAndGoesOnOnceItIsNot()
    {
        await using var server = await InfluxServer.StartAsync();
        await using var disk = await SmallDisk.MountOrSkipAsync();
        await disk.RemountAsync("ro");
        await using var store = new InfluxStore(server.Url, disk.File("spool"));

        foreach (var exchange in Points.Make(100))
            store.Store.Record(exchange);
        await Eventually.TrueAsync(() => store.HasLogged(EventIds.SpoolFailing), "the store says that it cannot write");
        Assert.Contains("read-only", store.Store.Problem, StringComparison.Ordinal);
        await disk.RemountAsync("rw");
        await store.DeliverAsync();

        Assert.Equal(100, (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64());
    }

    [Fact]
    public async Task Record_QueueFull_DropsAndCounts()
    {
        using var folder = new TempDirectory();
        await File.WriteAllTextAsync(folder.File("data"), "in the way");
        await using var store = new InfluxStore(
            "http://127.0.0.1:9", Path.Combine(folder.File("data"), "spool"), change: new InfluxStore.Settings { QueueCapacity = 128 });

        foreach (var exchange in Points.Make(5_000))
            store.Store.Record(exchange);

        Assert.InRange(store.Store.Dropped, 5_000 - 128 - 1_000, 5_000 - 128);
        Assert.Equal(5_000, store.Store.Dropped + store.Store.QueueDepth);
        await Eventually.TrueAsync(() => store.HasLogged(EventIds.SpoolQueueFull), "the store says that it drops");
    }

    [Fact]
    public async Task Record_SpoolFull_GivesTheOldestUpAndCounts()
    {
        await using var server = InfluxServer.Stopped();
        await using var store = new InfluxStore(server.Url, change: new InfluxStore.Settings { MaxSize = 16 << 20 });

        await store.RecordAsync(Points.Make(30_000));
        Assert.InRange(store.Store.WaitingBytes, 1, 16 << 20);
        await server.RunAsync();
        await store.DeliverAsync();

        var lost = store.Meters.Read(MetricNames.SpoolDropped, "full");
        var arrived = (await server.QueryAsync("SELECT COUNT(id) FROM llm_exchange"))[0]["count"].GetInt64();
        Assert.InRange(lost, 1, 29_999);
        // A batch that was on its way when its segment was given up may arrive all the same.
        Assert.InRange(arrived, 30_000 - lost, 30_000);
        Assert.Equal(lost, store.Store.Dropped);
    }
}
