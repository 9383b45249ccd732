namespace LlmSentinel.Storage.Spool;

/// <summary>A segment as it was when it was looked up.</summary>
internal readonly record struct SpoolPlace(long Number, string Path, long Length, long EndPoint, bool Damaged);

/// <summary>
/// What the writing and the reading thread share: the segments, up to where they are written and up to where delivered. Every method
/// takes the lock for a moment and touches no file. At any time, counted from the opening:
/// points found + appended = delivered + lost + dropped + pending.
/// </summary>
internal sealed class SpoolIndex
{
    private readonly Lock _lock = new();
    private readonly List<Segment> _segments;
    private SpoolPosition _committed;
    private TaskCompletionSource? _waiter;
    private DateTimeOffset? _oldest;
    private long _lastNumber;
    private long _endPoint;
    private long _bytes;
    private long _appended;
    private long _delivered;
    private long _dropped;

    /// <summary>Begins with the segments found on disk and the position found beside them.</summary>
    public SpoolIndex(List<Segment> segments, SpoolPosition? position)
    {
        _segments = segments;
        _bytes = segments.Sum(static s => s.Length);
        _committed = position ?? default;

        // What is missing at the front was delivered or given up, whatever an old position says.
        if (segments.Count > 0 && _committed.Segment < segments[0].Number)
            _committed = Start(segments[0], default);

        // A loss of power may leave less of a segment than was delivered of it.
        if (segments.Find(s => s.Number == _committed.Segment) is { } current && _committed.Offset > current.Length)
            _committed = _committed with { Offset = current.Length };
        _lastNumber = Math.Max(_committed.Segment, segments.Count > 0 ? segments[^1].Number : 0);
        _endPoint = segments.Aggregate(_committed.Point, static (point, s) => Math.Max(point, s.EndPoint));
    }

    /// <summary>Everything before is delivered, lost or dropped.</summary>
    public SpoolPosition Committed => Locked(static i => i._committed);

    /// <summary>Number for the next segment; none is given twice.</summary>
    public long NextNumber => Locked(static i => i._lastNumber + 1);

    /// <summary>Points appended since the folder was begun.</summary>
    public long EndPoint => Locked(static i => i._endPoint);

    public long Bytes => Locked(static i => i._bytes);

    public long Appended => Locked(static i => i._appended);

    public long Delivered => Locked(static i => i._delivered);

    public long Dropped => Locked(static i => i._dropped);

    public long Pending => Locked(static i => i._endPoint - i._committed.Point);

    /// <summary>When the oldest pending block was written; null when none is pending.</summary>
    public DateTimeOffset? Oldest => Locked(static i => i._oldest);

    /// <summary>Takes in a segment behind the others.</summary>
    public void Add(Segment segment)
    {
        lock (_lock)
        {
            _segments.Add(segment);
            _lastNumber = segment.Number;
            _bytes += segment.Length;
        }
    }

    /// <summary>Forgets a segment without blocks.</summary>
    public void Remove(Segment segment)
    {
        lock (_lock)
        {
            if (_segments.Remove(segment))
                _bytes -= segment.Length;
        }
    }

    /// <summary>Acknowledges a block at the end of the last segment.</summary>
    public void Publish(Segment segment, int bytes, int points, DateTimeOffset now)
    {
        lock (_lock)
        {
            segment.Length += bytes;
            segment.EndPoint += points;
            _endPoint = segment.EndPoint;
            _bytes += bytes;
            _appended += points;
            _oldest ??= now;
            _waiter?.TrySetResult();
            _waiter = null;
        }
    }

    /// <summary>Where the next block after the position is; the position moves into its segment. False when there is none yet.</summary>
    public bool TryLocate(ref SpoolPosition position, out SpoolPlace place)
    {
        lock (_lock)
        {
            if (position.IsBefore(_committed))
                position = _committed;
            foreach (var segment in _segments)
            {
                if (segment.Number < position.Segment)
                    continue;
                if (segment.Number > position.Segment)
                    position = Start(segment, position.Lose(segment.FirstPoint));
                if (position.Offset < segment.Length)
                {
                    place = new SpoolPlace(segment.Number, segment.Path, segment.Length, segment.EndPoint, segment.Damaged);
                    return true;
                }

                position = position.Lose(segment.EndPoint);
            }

            place = default;
            return false;
        }
    }

    /// <summary>Completes when there is a block after the position, or the spool is closed.</summary>
    public Task WaitAsync(SpoolPosition position)
    {
        lock (_lock)
        {
            if (TryLocate(ref position, out _))
                return Task.CompletedTask;
            _waiter ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiter.Task;
        }
    }

    /// <summary>Releases who waits.</summary>
    public void Close()
    {
        lock (_lock)
            _waiter?.TrySetResult();
    }

    /// <summary>Moves on to the position; returns the segments that are not needed any more, already forgotten.</summary>
    public List<Segment> Commit(SpoolPosition position)
    {
        lock (_lock)
        {
            if (!position.IsBefore(_committed))
            {
                _delivered += position.Point - _committed.Point - (position.LostPoints - _committed.LostPoints);
                _committed = position;
            }

            if (_committed.Point >= _endPoint)
                _oldest = null;
            var last = _segments.Count - 1;
            var done = _segments.Where((s, i) => i < last && (s.Number < _committed.Segment || IsAtEnd(s))).ToList();
            foreach (var segment in done)
            {
                _segments.Remove(segment);
                _bytes -= segment.Length;
            }

            return done;
        }
    }

    /// <summary>Gives the oldest segment up, unless it is the only one; what of it was not delivered is dropped.</summary>
    public bool TryDropOldest(out Segment segment, out long dropped)
    {
        lock (_lock)
        {
            (segment, dropped) = (null!, 0);
            if (_segments.Count < 2)
                return false;
            segment = _segments[0];
            var next = _segments[1];
            _segments.RemoveAt(0);
            _bytes -= segment.Length;
            if (_committed.Segment >= next.Number)
                return true;
            dropped = Math.Max(0, next.FirstPoint - _committed.Point);
            _dropped += dropped;
            _committed = Start(next, _committed);
            if (_committed.Point >= _endPoint)
                _oldest = null;
            return true;
        }
    }

    /// <summary>Tells when the block at the committed position was written, as long as that is still there.</summary>
    public void OldestIs(SpoolPosition position, DateTimeOffset writtenAt)
    {
        lock (_lock)
        {
            if (position == _committed && _committed.Point < _endPoint)
                _oldest = writtenAt;
        }
    }

    private static SpoolPosition Start(Segment segment, SpoolPosition before) => before with
    {
        Segment = segment.Number,
        Offset = SegmentFormat.HeaderBytes,
        Point = Math.Max(before.Point, segment.FirstPoint),
    };

    private bool IsAtEnd(Segment segment) => segment.Number == _committed.Segment && _committed.Offset >= segment.Length;

    private T Locked<T>(Func<SpoolIndex, T> read)
    {
        lock (_lock)
            return read(this);
    }
}
