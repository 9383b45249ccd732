using LlmSentinel.Storage.Sqlite.Rollups;

namespace LlmSentinel.Storage.Sqlite.Writing;

/// <summary>
/// Removes what is too old, and the oldest of what is too much, a slice at a time, once a minute. The writer calls <see cref="RunSlice"/> between two batches,
/// so a batch never waits for more than one slice.
/// </summary>
internal sealed class RetentionSchedule(TimeSpan retention, long maxBytes, TimeProvider time)
{
    /// <summary>Rows a slice: some 10 ms of work, about what a full batch takes.</summary>
    public const int SliceRows = 1000;

    /// <summary>Free pages kept for the rows to come (4 MB), so that the file does not shrink and grow every minute.</summary>
    public const long ReservePages = (4 << 20) / WriterDatabase.PageBytes;

    /// <summary>How long minutes are kept: of earlier hours parts are read from rows.</summary>
    public static readonly TimeSpan MinuteRetention = TimeSpan.FromDays(3);

    /// <summary>How long hours and days are kept, unless rows are kept longer.</summary>
    public static readonly TimeSpan RollupRetention = TimeSpan.FromDays(730);

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private long _lastRun = time.GetTimestamp() - (long)(Interval.TotalSeconds * time.TimestampFrequency);
    private Phase _phase;
    private long _removed;
    private long _removedThisRun;

    private enum Phase
    {
        Idle,
        Deleting,
        DeletingBySize,
        DeletingRollups,
        Shrinking,
    }

    /// <summary>Rows removed since start.</summary>
    public long Removed => Interlocked.Read(ref _removed);

    /// <summary>Until a slice is due: zero while a run is going on.</summary>
    public TimeSpan Due
    {
        get
        {
            if (_phase != Phase.Idle)
                return TimeSpan.Zero;
            var left = Interval - time.GetElapsedTime(_lastRun);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Runs one slice if one is due. Returns the rows removed by a run that just ended, else 0.</summary>
    public long RunSlice(WriterDatabase database)
    {
        if (Due != TimeSpan.Zero)
            return 0;

        switch (_phase)
        {
            case Phase.Idle:
                _lastRun = time.GetTimestamp();
                _removedThisRun = 0;
                database.FlushRollups();
                _phase = retention > TimeSpan.Zero ? Phase.Deleting : Phase.DeletingBySize;
                break;
            case Phase.Deleting:
                var before = Values.ToMicroseconds(time.GetUtcNow() - retention);
                var removed = database.DeleteSlice(before, SliceRows);
                Count(removed);
                if (removed < SliceRows)
                {
                    database.DeleteStrays(before);
                    _phase = Phase.DeletingBySize;
                }

                break;
            case Phase.DeletingBySize:
                if (!DeleteBySize(database))
                    _phase = Phase.DeletingRollups;
                break;
            case Phase.DeletingRollups:
                if (!DeleteRollups(database))
                    _phase = Phase.Shrinking;
                break;
            default:
                if (!database.VacuumSlice(ReservePages))
                {
                    _phase = Phase.Idle;
                    return _removedThisRun;
                }

                break;
        }

        return 0;
    }

    private void Count(int removed)
    {
        _removedThisRun += removed;
        Interlocked.Add(ref _removed, removed);
    }

    // True when there may be more. Rollups stay: they take little and are asked for long ranges.
    private bool DeleteBySize(WriterDatabase database)
    {
        if (maxBytes == 0 || database.UsedBytes <= maxBytes)
            return false;
        var removed = database.DeleteSlice(long.MaxValue, SliceRows);
        Count(removed);
        database.DeleteStrays(database.RowsFrom);
        return removed == SliceRows;
    }

    // True when there may be more.
    private bool DeleteRollups(WriterDatabase database)
    {
        var now = time.GetUtcNow();
        if (database.DeleteRollups(RollupLevel.Minute, Values.ToMicroseconds(now - MinuteRetention), SliceRows) == SliceRows)
            return true;
        if (retention <= TimeSpan.Zero)
            return false;
        var before = Values.ToMicroseconds(now - (retention > RollupRetention ? retention : RollupRetention));
        return RollupLevel.Derived.Any(d => database.DeleteRollups(d.Level, before, SliceRows) == SliceRows);
    }
}
