using LlmSentinel.Storage.Files;
using Microsoft.Extensions.Logging;

namespace LlmSentinel.Storage.Spool;

/// <summary>
/// Appends to the last segment, begins the next, gives up the oldest. A file that made trouble is not written to again: after a failed
/// flush nobody knows what of it is on the disk.
/// </summary>
internal sealed class SpoolWriter : IDisposable
{
    private readonly SpoolSettings _settings;
    private readonly SpoolFolder _folder;
    private readonly SpoolIndex _index;
    private readonly SpoolTrouble _trouble;
    private readonly SegmentRemoval _removal;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    // Between the one who appends and the timer.
    private readonly Lock _lock = new();
    private readonly ITimer? _timer;
    private SegmentWriter? _active;
    private bool _syncDue;
    private bool _disposed;

    public SpoolWriter(
        SpoolSettings settings, SpoolFolder folder, SpoolIndex index, SpoolTrouble trouble, SegmentRemoval removal, TimeProvider time,
        ILogger logger)
    {
        (_settings, _folder, _index, _trouble, _removal, _time, _logger) = (settings, folder, index, trouble, removal, time, logger);
        if (settings.Fsync == FsyncPolicy.Interval)
            _timer = time.CreateTimer(static w => ((SpoolWriter)w!).OnSyncDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int LargestPayload => _settings.SegmentBytes - SegmentFormat.HeaderBytes - SegmentFormat.BlockHeaderBytes;

    public void Append(ReadOnlySpan<byte> payload, int points)
    {
        ArgumentOutOfRangeException.ThrowIfZero(payload.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, LargestPayload);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(points);
        var size = payload.Length + SegmentFormat.BlockHeaderBytes;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var writer = Ready(size);
            var now = _time.GetUtcNow();
            try
            {
                writer.Append(payload, points, now);
                if (_settings.Fsync == FsyncPolicy.Always)
                    writer.Sync();
            }
            catch
            {
                TakeBack(writer);
                throw;
            }

            _index.Publish(writer.Segment, size, points, now);
            ArmSync();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            Seal();
        }

        _timer?.Dispose();
    }

    private SegmentWriter Ready(int size)
    {
        if (_active is { } active && !File.Exists(active.Segment.Path))
            Leave(active);
        if (_folder.Restore())
        {
            Log.FolderGone(_logger, _folder.Path);
            if (_active is { } unlocked)
                Leave(unlocked);
        }

        if (_active?.Segment.Length + size > _settings.SegmentBytes)
            Seal();
        MakeRoom(_active is null ? size + SegmentFormat.HeaderBytes : size);
        return _active ??= Begin();
    }

    private SegmentWriter Begin()
    {
        var writer = SegmentWriter.Create(_folder, _index.NextNumber, _index.EndPoint, _settings.Flush);
        if (_settings.Fsync == FsyncPolicy.Always)
            FolderSync.Flush(_folder.Path);
        _index.Add(writer.Segment);
        return writer;
    }

    private void MakeRoom(int bytes)
    {
        while (_index.Bytes + bytes > _settings.MaxBytes && _index.TryDropOldest(out var oldest, out var dropped))
        {
            _removal.Remove(oldest);
            if (dropped > 0)
                Log.Dropped(_logger, _folder.Path, oldest.Path, dropped);
        }
    }

    private void TakeBack(SegmentWriter writer)
    {
        try
        {
            writer.Cut();
            if (!writer.Uncertain)
                return;
        }
        catch (Exception e) when (DiskErrors.Is(e))
        {
            // Intentionally ignored: the file is left, and nobody reads behind its last acknowledged block.
        }

        Leave(writer);
    }

    private void Leave(SegmentWriter writer)
    {
        _active = null;
        writer.Dispose();
        if (writer.Segment.Length > SegmentFormat.HeaderBytes)
            return;
        _index.Remove(writer.Segment);
        _removal.Remove(writer.Segment);
    }

    private void Seal()
    {
        if (_active is not { } active)
            return;
        if (_settings.Fsync != FsyncPolicy.Never && active.Dirty)
            _trouble.Try(SpoolTask.Sync, active.Sync);
        _active = null;
        active.Dispose();
    }

    private void ArmSync()
    {
        if (_timer is null || _syncDue)
            return;
        _syncDue = true;
        _timer.Change(_settings.FsyncInterval, Timeout.InfiniteTimeSpan);
    }

    private void OnSyncDue()
    {
        lock (_lock)
        {
            _syncDue = false;
            if (_active is { Dirty: true } active && !_trouble.Try(SpoolTask.Sync, active.Sync))
                Leave(active);
        }
    }
}
