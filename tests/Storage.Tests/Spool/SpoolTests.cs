using LlmSentinel.Storage.Spool;
using LlmSentinel.Testing;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>What is appended is read in order until it is committed, over restarts; space is given back.</summary>
public sealed class SpoolTests
{
    [Fact]
    public void TryRead_AfterAppends_GivesThemInOrderOverSegments()
    {
        using var spool = new TestSpool();

        spool.Append(0..50);

        Assert.True(spool.Segments.Length > 5);
        Assert.Equal(TestSpool.Words(0..50), spool.ReadAll());
        Assert.Null(spool.Read());
        Assert.Equal(50, spool.Spool.Appended);
        Assert.Equal(50, spool.Spool.Pending);
        Assert.Equal(spool.Segments.Sum(s => new FileInfo(s).Length), spool.Spool.Bytes);
    }

    [Fact]
    public void TryRead_WhatWasReadIsNotCommitted_IsReadAgainAfterARestart()
    {
        using var spool = new TestSpool();
        spool.Append(0..10);
        _ = spool.Read();
        _ = spool.Read();
        spool.Commit();
        _ = spool.ReadAll();

        spool.Reopen();

        Assert.Equal(8, spool.Spool.Pending);
        Assert.Equal(TestSpool.Words(2..10), spool.ReadAll());
    }

    [Fact]
    public void Commit_EverythingRead_RemovesSegmentsAndCounts()
    {
        using var spool = new TestSpool();
        spool.Append(0..50);
        _ = spool.ReadAll();

        spool.Commit();

        Assert.Single(spool.Segments);
        Assert.Equal(50, spool.Spool.Delivered);
        Assert.Equal(0, spool.Spool.Pending);
        Assert.Equal(new FileInfo(spool.Segments[0]).Length, spool.Spool.Bytes);
        spool.Append(50..60);
        Assert.Equal(TestSpool.Words(50..60), spool.ReadAll());
    }

    [Fact]
    public void Commit_PositionBehindTheLastOne_ChangesNothing()
    {
        using var spool = new TestSpool();
        spool.Append(0..10);
        var before = spool.Spool.Committed;
        _ = spool.Read();
        spool.Commit();
        var committed = spool.Spool.Committed;

        spool.Spool.Commit(before);

        Assert.Equal(committed, spool.Spool.Committed);
        Assert.Equal(1, spool.Spool.Delivered);
    }

    [Fact]
    public void Append_OverTheSize_DropsTheOldestSegmentAndCountsItsPoints()
    {
        using var spool = new TestSpool(maxBytes: 8192);

        spool.Append(0..200);
        var words = spool.ReadAll();

        Assert.InRange(spool.Spool.Bytes, 1, 8192);
        Assert.InRange(spool.Segments.Sum(s => new FileInfo(s).Length), 1, 8192);
        Assert.Equal(200 - words.Count, spool.Spool.Dropped);
        Assert.Equal(TestSpool.Words((200 - words.Count)..200), words);
        Assert.Equal(0, spool.Spool.Lost);
    }

    [Fact]
    public void Append_SegmentIsDroppedWhileItIsRead_TheReaderGoesOnBehindIt()
    {
        using var spool = new TestSpool(maxBytes: 8192);
        spool.Append(0..10);
        Assert.Equal(TestSpool.Word(0), spool.Read());

        spool.Append(10..200);
        var words = spool.ReadAll();
        spool.Commit();

        Assert.Equal(TestSpool.Words((200 - words.Count)..200), words);
        Assert.Equal(200, spool.Spool.Delivered + spool.Spool.Dropped);
        Assert.Equal(0, spool.Spool.Lost);
    }

    [Fact]
    public async Task WaitForDataAsync_NothingThere_CompletesWithTheNextAppend()
    {
        using var spool = new TestSpool();
        var wait = spool.Spool.WaitForDataAsync(spool.Spool.Committed);
        Assert.False(wait.IsCompleted);

        spool.Append("word");

        await Eventually.CompletesAsync(wait, "the reader is woken");
        await Eventually.CompletesAsync(spool.Spool.WaitForDataAsync(spool.Spool.Committed), "what is there needs no wait");
    }

    [Fact]
    public void OldestAge_WhileBlocksWait_IsTheFirstOnesAge()
    {
        using var spool = new TestSpool();
        Assert.Null(spool.Spool.OldestAge);
        spool.Append(0..1);
        spool.Time.Advance(TimeSpan.FromMinutes(1));
        spool.Append(1..2);
        spool.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(2), spool.Spool.OldestAge);

        spool.Reopen();
        Assert.Equal(TimeSpan.FromMinutes(2), spool.Spool.OldestAge);
        _ = spool.Read();
        spool.Commit();

        Assert.Equal(TimeSpan.FromMinutes(1), spool.Spool.OldestAge);
        _ = spool.Read();
        spool.Commit();
        Assert.Null(spool.Spool.OldestAge);
    }

    [Fact]
    public void Open_FolderInUse_SaysSo()
    {
        using var spool = new TestSpool();

        var refused = Assert.Throws<UnusableSpoolException>(() => DiskSpool.Open(spool.Settings, spool.Time, spool.Logger));

        Assert.Contains("another sentinel", refused.Message, StringComparison.Ordinal);
        spool.Reopen();
    }

    [Fact]
    public void Open_FolderMade_IsItsOwnersAlone()
    {
        using var spool = new TestSpool();

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(spool.Folder));
    }
}
