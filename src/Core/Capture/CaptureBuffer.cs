using System.Buffers;
using LlmSentinel.Core.Exchanges;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// A bounded copy of one body in pooled segments: its first bytes up to <see cref="Limit"/>, beyond them a sliding window over
/// its last ones. Pays for its memory from the <see cref="CaptureBudget"/>; when that is empty it gives up what it holds and stays
/// off until <see cref="Reset"/>. One writer at a time; the owner calls <see cref="Reset"/> once nobody reads the sequences any more.
/// </summary>
/// <param name="budget">Shared by all buffers of the process.</param>
public sealed class CaptureBuffer(CaptureBudget budget)
{
    private const int FirstSegment = SegmentPool.Bytes;
    private const int NextSegment = 16 * 1024;
    private const int KeptSegmentObjects = 32;

    private readonly List<CaptureSegment> _segments = [];
    private int _used;
    private long _reserved;
    private TailWindow _tail;
    private TimeMarks _marks;

    /// <summary>Most bytes kept of the body's beginning. Set before the first append.</summary>
    public int Limit { get; set; } = 256 * 1024;

    /// <summary>Bytes the body will have, as far as it is told: a short one takes no more room than it needs. Set before the first append.</summary>
    public long? Expected { get; set; }

    /// <summary>Whether this copy is among the first to be given up when the budget runs short. Set before the first append.</summary>
    public bool Sheddable { get; set; }

    /// <summary>Bytes that came, kept or not.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Bytes kept of the body's beginning.</summary>
    public int HeadLength { get; private set; }

    /// <summary>Why the copy is not the whole body; none while it is.</summary>
    public ObservationGap Gap { get; private set; }

    /// <summary>The body's beginning; the whole body when <see cref="Gap"/> is none.</summary>
    public ReadOnlySequence<byte> Head => _used == 0
        ? ReadOnlySequence<byte>.Empty
        : new ReadOnlySequence<byte>(_segments[0], 0, _segments[_used - 1], _segments[_used - 1].Length);

    internal ReadOnlySpan<TimeMark> Marks => _marks.All;

    /// <summary>Adds what was just read. Never throws for want of memory.</summary>
    /// <param name="bytes">The bytes; copied.</param>
    /// <param name="timestamp">When they were read, in the clock's ticks.</param>
    public void Append(ReadOnlySpan<byte> bytes, long timestamp)
    {
        var offset = TotalBytes;
        TotalBytes += bytes.Length;
        if (Gap == ObservationGap.ByteBudget || bytes.IsEmpty)
            return;

        var room = Limit - HeadLength;
        if (room > 0)
        {
            _marks.Add(offset, timestamp);
            var head = bytes[..Math.Min(room, bytes.Length)];
            if (!AppendHead(head))
                return;
            bytes = bytes[head.Length..];
        }

        if (!bytes.IsEmpty)
            AppendTail(bytes);
    }

    /// <summary>Copies the body's last bytes to the end of <paramref name="destination"/>; returns how many there are.</summary>
    public int CopyEnd(Span<byte> destination)
    {
        var copied = _tail.CopyTo(destination);
        if (copied == _tail.Length)
        {
            // The window is whole and starts where the head ends.
            var fromHead = TotalBytes == HeadLength + copied ? Math.Min(destination.Length - copied, HeadLength) : 0;
            Head.Slice(HeadLength - fromHead).CopyTo(destination[(destination.Length - copied - fromHead)..]);
            copied += fromHead;
        }

        return copied;
    }

    /// <summary>Gives all memory back to pool and budget and starts anew.</summary>
    public void Reset()
    {
        Free();
        TotalBytes = 0;
        Expected = null;
        Gap = ObservationGap.None;
    }

    private bool AppendHead(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == 0 || _segments[_used - 1].Free == 0)
            {
                if (!AddSegment())
                    return false;
            }

            var segment = _segments[_used - 1];
            var part = bytes[..Math.Min(segment.Free, bytes.Length)];
            segment.Append(part);
            HeadLength += part.Length;
            bytes = bytes[part.Length..];
        }

        return true;
    }

    private bool AddSegment()
    {
        var size = Math.Min(_used == 0 ? FirstSize() : NextSegment, Limit - HeadLength);
        if (!Reserve(size))
            return false;
        if (_used == _segments.Count)
            _segments.Add(new CaptureSegment());
        _segments[_used].Rent(size, _used == 0 ? null : _segments[_used - 1]);
        _used++;
        return true;
    }

    private int FirstSize() => Expected is { } bytes and > 0 and <= CaptureSegment.Short ? (int)bytes : FirstSegment;

    private void AppendTail(ReadOnlySpan<byte> bytes)
    {
        Gap = ObservationGap.ExchangeLimit;
        if (!_tail.IsRented)
        {
            if (!Reserve(TailWindow.Size))
                return;
            _tail.Rent();
        }

        _tail.Append(bytes);
    }

    private bool Reserve(int size)
    {
        if (budget.TryReserve(size, Sheddable))
        {
            _reserved += size;
            return true;
        }

        Free();
        Gap = ObservationGap.ByteBudget;
        return false;
    }

    private void Free()
    {
        for (var i = 0; i < _used; i++)
            _segments[i].Return();
        if (_segments.Count > KeptSegmentObjects)
            _segments.RemoveRange(KeptSegmentObjects, _segments.Count - KeptSegmentObjects);
        _used = 0;
        HeadLength = 0;
        _tail.Return();
        _marks.Return();
        budget.Release(_reserved);
        _reserved = 0;
    }
}
