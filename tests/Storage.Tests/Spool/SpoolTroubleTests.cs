using System.Runtime.CompilerServices;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Files;
using LlmSentinel.Storage.Spool;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>The disk refuses: who appends is told and keeps what it has; what was acknowledged stays.</summary>
public sealed class SpoolTroubleTests
{
    [Fact]
    public async Task Append_DiskFull_ThrowsAndGoesOnOnceThereIsRoom()
    {
        await using var disk = await SmallDisk.MountOrSkipAsync();
        using var spool = new TestSpool(folder: disk.File("spool"), segmentBytes: 64 * 1024);
        spool.Append(0..10);
        disk.Fill("ballast");

        var (appended, refused) = spool.AppendUntilRefused(10);
        Assert.Equal("the disk is full", DiskErrors.Describe(refused));
        _ = Assert.Throws<IOException>(() => spool.Append(new string('x', 60_000)));
        Assert.Equal(appended, spool.Spool.Appended);
        Assert.Equal(TestSpool.Words(0..appended), spool.ReadAll());

        // Delivering goes on meanwhile, and what is delivered stays so.
        spool.Commit();
        Assert.Null(spool.Spool.Problem);
        File.Delete(disk.File("ballast"));
        spool.Append(appended..(appended + 10));
        spool.Reopen();

        Assert.Equal(TestSpool.Words(appended..(appended + 10)), spool.ReadAll());
        spool.Commit();
        Assert.Equal((0, 0), (spool.Spool.Lost, spool.Spool.DamagedBlocks));
    }

    [Fact]
    public async Task Open_FileSystemReadOnly_ThrowsAndLeavesEverythingAsItWas()
    {
        await using var disk = await SmallDisk.MountOrSkipAsync();
        using var spool = new TestSpool(folder: disk.File("spool"));
        spool.Append(0..10);
        spool.Spool.Dispose();
        await disk.RemountAsync("ro");

        var refused = Assert.ThrowsAny<IOException>(spool.Open);

        Assert.Equal("the file system is read-only", DiskErrors.Describe(refused));
        await disk.RemountAsync("rw");
        spool.Open();
        Assert.Equal(TestSpool.Words(0..10), spool.ReadAll());
    }

    [Fact]
    public void Append_NextSegmentCannotBeMade_ThrowsAndGoesOnOnceItCan()
    {
        using var spool = new TestSpool();
        var blocked = Path.Combine(spool.Folder, "000000000002.spool");
        Directory.CreateDirectory(blocked);

        var (appended, _) = spool.AppendUntilRefused(0);
        Assert.Equal(TestSpool.Words(0..appended), spool.ReadAll());
        Directory.Delete(blocked);
        spool.Append(appended..20);

        Assert.Equal(TestSpool.Words(appended..20), spool.ReadAll());
    }

    [Fact]
    public void Append_FolderRemoved_BeginsItAnewAndCountsWhatIsLost()
    {
        using var spool = new TestSpool();
        spool.Append(0..20);
        Assert.Equal(TestSpool.Word(0), spool.Read());
        spool.Commit();
        Directory.Delete(spool.Folder, recursive: true);

        spool.Append(20..30);
        var words = spool.ReadAll();
        spool.Commit();

        Assert.Equal(TestSpool.Words(20..30), words.TakeLast(10));
        Assert.Equal(30, spool.Spool.Delivered + spool.Spool.Lost);
        Assert.Equal(0, spool.Spool.Pending);
        Assert.Contains(spool.Logger.Collector.GetSnapshot(), l => l.Id.Id == EventIds.SpoolFolderGone);
        spool.Append(30..31);
        spool.Reopen();
        Assert.Equal(TestSpool.Words(30..31), spool.ReadAll());
        _ = Assert.Throws<UnusableSpoolException>(() => DiskSpool.Open(spool.Settings, spool.Time, spool.Logger));
    }

    [Theory]
    [InlineData((int)FsyncPolicy.Never)]
    [InlineData((int)FsyncPolicy.Always)]
    public void Append_HandleClosed_ThrowsOnceAndGoesOnInAnotherSegment(int fsync)
    {
        using var spool = new TestSpool((FsyncPolicy)fsync);
        spool.Append(0..2);
        Active(Writer(spool.Spool))!.Dispose();

        _ = Assert.Throws<ObjectDisposedException>(() => spool.Append(2..3));
        spool.Append(2..4);

        Assert.Equal(TestSpool.Words(0..4), spool.ReadAll());
        spool.Commit();
        Assert.Equal((4, 0), (spool.Spool.Delivered, spool.Spool.Lost));
    }

    [Fact]
    public void Append_UnderInterval_IsFlushedWithinItAndAFailureShows()
    {
        using var spool = new TestSpool(FsyncPolicy.Interval);
        spool.Append(0..1);
        var active = Active(Writer(spool.Spool))!;
        Assert.True(active.Dirty);

        spool.Time.Advance(spool.Settings.FsyncInterval);
        Assert.False(active.Dirty);

        spool.Append(1..2);
        active.Dispose();
        spool.Time.Advance(spool.Settings.FsyncInterval);
        Assert.Contains("brought to the disk", spool.Spool.Problem, StringComparison.Ordinal);
        Assert.Contains(spool.Logger.Collector.GetSnapshot(), l => l.Id.Id == EventIds.SpoolTrouble);

        spool.Append(2..3);
        spool.Time.Advance(spool.Settings.FsyncInterval);
        Assert.Null(spool.Spool.Problem);
        Assert.Equal(TestSpool.Words(0..3), spool.ReadAll());
    }

    [Fact]
    public void TryRead_SegmentCannotBeRead_IsTriedForAMinuteAndPassedOver()
    {
        using var spool = new TestSpool();
        spool.Append(0..20);
        var second = spool.Segments[1];
        File.Move(second, second + ".aside");
        Directory.CreateDirectory(second);

        var words = spool.ReadUntilRefused();
        spool.Time.Advance(BlockReader.Patience);
        words.AddRange(spool.ReadAll());
        spool.Commit();

        Assert.Equal(20, words.Count + spool.Spool.Lost);
        Assert.InRange(spool.Spool.Lost, 1, 9);
        Assert.Equal(TestSpool.Word(19), words[^1]);
    }

    [Fact]
    public void TryRead_SegmentCanBeReadAgain_NothingIsMissing()
    {
        using var spool = new TestSpool();
        spool.Append(0..20);
        var second = spool.Segments[1];
        File.Move(second, second + ".aside");
        Directory.CreateDirectory(second);
        var words = spool.ReadUntilRefused();

        Directory.Delete(second);
        File.Move(second + ".aside", second);
        words.AddRange(spool.ReadAll());

        Assert.Equal(TestSpool.Words(0..20), words);
    }

    [Fact]
    public void Commit_PositionCannotBeNoted_DeliveryGoesOnAndTheProblemShows()
    {
        using var spool = new TestSpool();
        var position = Path.Combine(spool.Folder, "position");
        File.Delete(position);
        Directory.CreateDirectory(position);
        spool.Append(0..20);
        _ = spool.ReadAll();

        spool.Commit();

        Assert.Contains("cannot note", spool.Spool.Problem, StringComparison.Ordinal);
        Assert.Single(spool.Segments);
        Directory.Delete(position);
        spool.Append(20..21);
        _ = spool.ReadAll();
        spool.Commit();
        Assert.Null(spool.Spool.Problem);
        spool.Reopen();
        Assert.Null(spool.Read());
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_writer")]
    private static extern ref SpoolWriter Writer(DiskSpool spool);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_active")]
    private static extern ref SegmentWriter? Active(SpoolWriter writer);
}
