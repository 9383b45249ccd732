using System.Buffers;
using LlmSentinel.Storage.Files;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Spool;

/// <summary>
/// A bounded log on disk between one thread that appends blocks and one that delivers them: what <see cref="Append"/> returned for is read
/// again until it is committed, over any end of the process. Knows nothing of what is in a block but its number of points. Properties may
/// be read by any thread; trouble with the disk is thrown to the one who wanted something from it, as <see cref="IOException"/>,
/// <see cref="UnauthorizedAccessException"/> or <see cref="ObjectDisposedException"/>.
/// </summary>
internal sealed class DiskSpool : IDisposable
{
    private readonly SpoolFolder _folder;
    private readonly SpoolIndex _index;
    private readonly PositionFile _positions;
    private readonly SpoolTrouble _trouble;
    private readonly SegmentRemoval _removal;
    private readonly SpoolWriter _writer;
    private readonly BlockReader _reader;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    private DiskSpool(SpoolSettings settings, SpoolFolder folder, TimeProvider time, ILogger logger)
    {
        _folder = folder;
        _time = time;
        _logger = logger;
        _trouble = new SpoolTrouble(folder.Path, logger);
        _positions = new PositionFile(folder.PositionPath);
        SpoolPosition? position = null;
        _trouble.Try(SpoolTask.Position, () => position = _positions.Read());
        _index = new SpoolIndex(SegmentScan.Read(folder, logger), position);
        _removal = new SegmentRemoval(_trouble);
        _writer = new SpoolWriter(settings, folder, _index, _trouble, _removal, time, logger);
        _reader = new BlockReader(_index, time);
        _removal.Remove(_index.Commit(_index.Committed));

        // From now on the file has its room, however full the disk gets.
        _trouble.Try(SpoolTask.Position, () => _positions.Write(_index.Committed));
        LookForOldest();
        Log.Opened(logger, folder.Path, _index.Pending, _index.Bytes);
    }

    /// <summary>Everything before is delivered. Where a reader begins, and begins again when a delivery failed.</summary>
    public SpoolPosition Committed => _index.Committed;

    /// <summary>Largest payload of a block, in bytes.</summary>
    public int LargestPayload => _writer.LargestPayload;

    /// <summary>Points appended since the spool was opened.</summary>
    public long Appended => _index.Appended;

    /// <summary>Points delivered since the spool was opened.</summary>
    public long Delivered => _index.Delivered;

    /// <summary>Points given up since the spool was opened, to stay below its size. Some may have been on their way.</summary>
    public long Dropped => _index.Dropped;

    /// <summary>Points found damaged or missing, of those passed by what is committed since the spool was opened.</summary>
    public long Lost => _index.Committed.LostPoints;

    /// <summary>Damaged places, of those passed by what is committed since the spool was opened.</summary>
    public long DamagedBlocks => _index.Committed.DamagedBlocks;

    /// <summary>Points that wait to be delivered.</summary>
    public long Pending => _index.Pending;

    /// <summary>Size on disk.</summary>
    public long Bytes => _index.Bytes;

    /// <summary>How long the oldest of what waits has waited; null when nothing does.</summary>
    public TimeSpan? OldestAge => _index.Oldest is { } oldest ? _time.GetUtcNow() - oldest : null;

    /// <summary>What is wrong although nothing was thrown, in words that go on from the folder; null when nothing is.</summary>
    public string? Problem => _trouble.Problem;

    /// <summary>
    /// Takes the folder's lock, finds what is there and cuts off what was not written whole. Throws as said above, and
    /// <see cref="UnusableSpoolException"/> while another process has the folder or when a later version made it.
    /// </summary>
    public static DiskSpool Open(SpoolSettings settings, TimeProvider time, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.SegmentBytes, 1024);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.MaxBytes, 2L * settings.SegmentBytes);
        var folder = SpoolFolder.Open(settings.Folder);
        try
        {
            return new DiskSpool(settings, folder, time, logger);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Appends one block; on return it is acknowledged. Throws on trouble and leaves the log as it was: the caller keeps what it has and
    /// tries again. The writing thread's.
    /// </summary>
    public void Append(ReadOnlySpan<byte> payload, int points) => _writer.Append(payload, points);

    /// <summary>
    /// Reads the next block after the position behind what the buffer holds, and moves the position behind the block. False when there is
    /// none yet; the position may have moved over damage then. Throws on trouble, with the position as it was: trying again is right, and
    /// a segment that cannot be read for a minute is passed over. The reading thread's.
    /// </summary>
    public bool TryRead(ref SpoolPosition position, IBufferWriter<byte> payload, out int points) =>
        _reader.TryRead(ref position, payload, out points);

    /// <summary>Completes when there is something to read after the position, or the spool is closed.</summary>
    public Task WaitForDataAsync(SpoolPosition position) => _index.WaitAsync(position);

    /// <summary>Everything before the position is delivered: it is noted, and whole segments are removed. Never throws for the disk's sake. The reading thread's.</summary>
    public void Commit(SpoolPosition position)
    {
        var before = _index.Committed;
        var done = _index.Commit(position);
        var after = _index.Committed;
        if (after != before)
            _trouble.Try(SpoolTask.Position, () => _positions.Write(after));
        _removal.Remove(done);
        LookForOldest();
        if (after.DamagedBlocks > before.DamagedBlocks || after.LostPoints > before.LostPoints)
            Log.Damaged(_logger, _folder.Path, after.DamagedBlocks - before.DamagedBlocks, after.LostPoints - before.LostPoints);
    }

    /// <summary>Gives files and lock up; what was appended stays. No other thread may be inside.</summary>
    public void Dispose()
    {
        _index.Close();
        _writer.Dispose();
        _reader.Dispose();
        _positions.Dispose();
        _folder.Dispose();
    }

    private void LookForOldest()
    {
        var position = _index.Committed;
        var at = position;
        if (!_index.TryLocate(ref at, out var place))
            return;
        try
        {
            using var file = new SegmentFile(place.Number, place.Path);
            if (file.TryReadHeader(at.Offset, out var header))
                _index.OldestIs(position, DateTimeOffset.FromUnixTimeMilliseconds(header.WrittenAt));
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // Intentionally ignored: an age is not worth more; the reader tells what is wrong.
        }
    }
}
