using System.Buffers.Binary;
using System.IO.Hashing;
using LlmSentinel.Core.Telemetry;
using LlmSentinel.Storage.Spool;

namespace LlmSentinel.Storage.Tests.Spool;

/// <summary>The process ends at any byte, bits flip, files go: what is whole is read, and the rest is counted.</summary>
public sealed class SpoolDamageTests
{
    [Fact]
    public void Open_LastSegmentEndsAtAnyByte_HasTheBlocksBeforeItAndGoesOn()
    {
        using var written = new TestSpool();
        written.Append(0..4);
        var ends = Ends(0..4);
        var bytes = ReadAndClose(written);

        for (var length = 0; length <= bytes.Length; length++)
        {
            using var spool = Copy(written, bytes[..length]);
            var whole = ends.Count(end => end <= length);

            Assert.Equal(whole, spool.Spool.Pending);
            spool.Append("next");
            Assert.Equal([.. TestSpool.Words(0..whole), "next"], spool.ReadAll());
            spool.Commit();
            Assert.Equal((0, 0), (spool.Spool.Lost, spool.Spool.DamagedBlocks));
            Assert.Equal(whole == ends.Count || ends.Contains(length) || length <= 32, !HasLogged(spool, EventIds.SpoolTailCut));
        }
    }

    [Fact]
    public void TryRead_AnyByteOfASegmentChanged_OnlyItsBlockIsMissingAndCounted()
    {
        using var written = new TestSpool();
        written.Append(0..4);
        var ends = Ends(0..4);
        var bytes = ReadAndClose(written);
        var random = new Random(20260301);

        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= (byte)(1 << random.Next(8));
            using var spool = Copy(written, changed);

            spool.Append("next");
            var hit = at < SegmentFormat.HeaderBytes ? -1 : ends.Count(end => end <= at);
            Assert.Equal([.. Enumerable.Range(0, 4).Where(i => i != hit).Select(TestSpool.Word), "next"], spool.ReadAll());
            spool.Commit();
            Assert.Equal(hit >= 0, spool.Spool.DamagedBlocks == 1);
            Assert.Equal(hit >= 0, HasLogged(spool, EventIds.SpoolDamaged));
        }
    }

    [Fact]
    public void TryRead_SegmentGone_ReadsTheOthersAndCountsItsPoints()
    {
        using var spool = new TestSpool();
        spool.Append(0..30);
        var third = spool.Segments[2];
        File.Delete(third);

        var words = spool.ReadAll();
        spool.Commit();

        Assert.Equal(30, words.Count + spool.Spool.Lost);
        Assert.InRange(spool.Spool.Lost, 1, 10);
        Assert.Equal(1, spool.Spool.DamagedBlocks);
    }

    [Fact]
    public void Open_PositionDamagedInBothPlaces_DeliversAgainFromTheOldestSegment()
    {
        using var spool = new TestSpool();
        spool.Append(0..4);
        _ = spool.Read();
        spool.Commit();
        _ = spool.Read();
        spool.Commit();
        spool.Spool.Dispose();
        File.WriteAllBytes(Path.Combine(spool.Folder, "position"), new byte[80]);

        spool.Open();

        Assert.Equal(TestSpool.Words(0..4), spool.ReadAll());
        Assert.Equal(4, spool.Spool.Pending);
    }

    [Fact]
    public void Open_PositionNotWrittenWhole_TakesTheOneBefore()
    {
        using var spool = new TestSpool();
        spool.Append(0..4);
        _ = spool.Read();
        spool.Commit();
        _ = spool.Read();
        spool.Commit();
        spool.Spool.Dispose();
        var path = Path.Combine(spool.Folder, "position");
        var bytes = File.ReadAllBytes(path);
        var (first, second) = (BitConverter.ToInt64(bytes, 0), BitConverter.ToInt64(bytes, bytes.Length / 2));
        bytes[first > second ? 8 : (bytes.Length / 2) + 8] ^= 1;
        File.WriteAllBytes(path, bytes);

        spool.Open();

        Assert.Equal(TestSpool.Words(1..4), spool.ReadAll());
    }

    [Fact]
    public void Open_PositionLostAndSegmentsDelivered_CountsNothingAsLost()
    {
        using var spool = new TestSpool();
        spool.Append(0..50);
        for (var i = 0; i < 30; i++)
            _ = spool.Read();
        spool.Commit();
        spool.Spool.Dispose();
        File.Delete(Path.Combine(spool.Folder, "position"));

        spool.Open();
        var words = spool.ReadAll();
        spool.Commit();

        Assert.Equal(TestSpool.Words((50 - words.Count)..50), words);
        Assert.InRange(words.Count, 20, 30);
        Assert.Equal((0, 0), (spool.Spool.Lost, spool.Spool.DamagedBlocks));
    }

    [Fact]
    public void Open_FileOfSomebodyElseInTheFolder_IsLeftAlone()
    {
        using var spool = new TestSpool(open: false);
        Directory.CreateDirectory(spool.Folder);
        File.WriteAllText(Path.Combine(spool.Folder, "notes.spool"), "mine");
        File.WriteAllText(Path.Combine(spool.Folder, "000000000001.spool"), string.Concat(Enumerable.Repeat("no spool ", 100)));

        spool.Open();
        spool.Append("word");

        Assert.Equal(["word"], spool.ReadAll());
        spool.Commit();
        Assert.Equal(1, spool.Spool.DamagedBlocks);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(spool.Folder, "notes.spool")));
    }

    [Fact]
    public void Open_SegmentOfALaterVersion_IsLeftAsItIs()
    {
        using var written = new TestSpool();
        written.Append(0..2);
        var bytes = ReadAndClose(written);
        bytes[8] = 2;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(24), XxHash3.HashToUInt64(bytes.AsSpan(0, 24), 1));

        var refused = Assert.Throws<UnusableSpoolException>(() => Copy(written, bytes));

        Assert.Contains("newer", refused.Message, StringComparison.Ordinal);
    }

    private static bool HasLogged(TestSpool spool, int id) => spool.Logger.Collector.GetSnapshot().Any(l => l.Id.Id == id);

    /// <summary>Where the blocks of these words end, the first of them at the beginning of a segment.</summary>
    private static List<int> Ends(Range numbers)
    {
        var end = SegmentFormat.HeaderBytes;
        return [.. TestSpool.Words(numbers).Select(word => end += SegmentFormat.BlockHeaderBytes + word.Length)];
    }

    private static byte[] ReadAndClose(TestSpool spool)
    {
        spool.Spool.Dispose();
        return File.ReadAllBytes(Assert.Single(spool.Segments));
    }

    private static TestSpool Copy(TestSpool from, byte[] bytes)
    {
        var copy = new TestSpool(open: false);
        try
        {
            Directory.CreateDirectory(copy.Folder);
            File.WriteAllBytes(Path.Combine(copy.Folder, Path.GetFileName(from.Segments[0])), bytes);
            copy.Open();
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }
}
