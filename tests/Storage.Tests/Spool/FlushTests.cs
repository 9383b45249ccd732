using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Influx.Writing;
using LlmSentinel.Storage.Queueing;
using LlmSentinel.Storage.Spool;
using LlmSentinel.Storage.Tests.Influx;
using LlmSentinel.Testing;
using Microsoft.Extensions.Logging.Testing;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>The disk refuses a flush: what of the file is on it, nobody knows then.</summary>
public sealed class FlushTests
{
    [Fact]
    public void Append_Always_FlushRefused_IsNotAcknowledgedAndGoesIntoANewFile()
    {
        var disk = new RefusingDisk();
        using var spool = new TestSpool(FsyncPolicy.Always, segmentBytes: 64 * 1024, flush: disk.Flush);
        spool.Append(0..3);
        var first = Assert.Single(spool.Segments);
        var length = new FileInfo(first).Length;
        disk.Refusals = 2;

        for (var i = 0; i < 2; i++)
            Assert.Equal("the disk reports an error", DiskErrors.Describe(Assert.Throws<IOException>(() => spool.Append(3..4))));
        Assert.Equal((3, 3, 2), (spool.Spool.Appended, spool.Spool.Pending, disk.Refused));
        Assert.Equal(TestSpool.Words(0..3), spool.ReadAll());
        spool.Append(3..10);

        Assert.Equal(length, new FileInfo(first).Length);
        Assert.Equal(2, spool.Segments.Length);
        Assert.Equal(TestSpool.Words(3..10), spool.ReadAll());
        spool.Reopen();
        Assert.Equal(TestSpool.Words(0..10), spool.ReadAll());
        spool.Commit();
        Assert.Equal((10, 0, 0), (spool.Spool.Delivered, spool.Spool.Lost, spool.Spool.DamagedBlocks));
    }

    [Fact]
    public void Append_Always_FlushRefusedAndNothingCanBeTakenBack_LosesNothing()
    {
        var disk = new RefusingDisk { ClosesFiles = true };
        using var spool = new TestSpool(FsyncPolicy.Always, segmentBytes: 64 * 1024, flush: disk.Flush);
        spool.Append(0..3);
        disk.Refusals = 1;

        _ = Assert.Throws<IOException>(() => spool.Append(3..4));
        spool.Append(3..10);
        Assert.Equal(TestSpool.Words(0..10), spool.ReadAll());
        spool.Reopen();

        // What nobody acknowledged stands behind the others in the file that was left; delivering it twice does no harm.
        Assert.Equal(TestSpool.Words(0..10), spool.ReadAll().Distinct());
        spool.Commit();
        Assert.Equal((0, 0, 0), (spool.Spool.Lost, spool.Spool.DamagedBlocks, spool.Spool.Pending));
    }

    [Fact]
    public async Task Record_Always_FlushRefused_IsToldAndWrittenOnceTheDiskTakesIt()
    {
        var disk = new RefusingDisk { Refusals = 2 };
        using var folder = new TempDirectory();
        var settings = new SpoolSettings { Folder = folder.File("spool"), Fsync = FsyncPolicy.Always, Flush = disk.Flush };
        var log = new FakeLogger();
        var queue = new ExchangeQueue(1_000);
        DiskSpool? spool = null;
        var writer = new PointWriter(
            queue, () => DiskSpool.Open(settings, TimeProvider.System, log), s => spool = s, static () => { }, new PointTags(new Dictionary<string, string>()),
            rollups: null, settings.Folder, TimeProvider.System, log);
        foreach (var exchange in Points.Make(100))
            Assert.True(queue.TryAdd(exchange));

        writer.Start();
        await Eventually.CompletesAsync(writer.FlushAsync(), "the exchanges are in the spool");
        await writer.DisposeAsync();

        Assert.Equal((100, 0, 2), (writer.Written, writer.Lost, disk.Refused));
        Assert.Equal((100, 100), (spool!.Appended, spool.Pending));
        Assert.Null(writer.Health.Problem);
        var told = log.Collector.GetSnapshot();
        Assert.Contains("the disk reports an error", Assert.Single(told, l => l.Id.Id == EventIds.SpoolFailing).Message, StringComparison.Ordinal);
        Assert.Single(told, l => l.Id.Id == EventIds.SpoolRecovered);
        spool.Dispose();
    }
}
