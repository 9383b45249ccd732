using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace LlmSentinel.Core.Capture;

/// <summary>From which byte on a timestamp holds.</summary>
/// <param name="Offset">First byte of the read.</param>
/// <param name="Timestamp">When it was read.</param>
internal readonly record struct TimeMark(long Offset, long Timestamp);

/// <summary>
/// When each part of a copied body arrived. Bounded: when full, every second mark goes and from then on fewer are taken, so a
/// byte is dated by the mark before it, never by a later one.
/// </summary>
internal struct TimeMarks
{
    /// <summary>Most marks kept.</summary>
    public const int Capacity = 4096;

    // Most bodies come in one read.
    private TimeMark _first;
    private TimeMark[]? _marks;
    private int _count;
    private int _stride;
    private int _sinceLast;

    [UnscopedRef]
    public readonly ReadOnlySpan<TimeMark> All => _marks is null ? new ReadOnlySpan<TimeMark>(in _first)[.._count] : _marks.AsSpan(0, _count);

    public void Add(long offset, long timestamp)
    {
        if (_count > 0 && (All[^1].Timestamp == timestamp || ++_sinceLast < _stride))
            return;
        if (_count == 0)
        {
            _first = new TimeMark(offset, timestamp);
            _count = 1;
            return;
        }

        if (_marks is null)
            RentFirst();
        else if (_count == Capacity)
            Halve();
        else if (_count == _marks.Length)
            Grow();
        _marks![_count++] = new TimeMark(offset, timestamp);
        _sinceLast = 0;
    }

    public void Return()
    {
        if (_marks is not null)
            ArrayPool<TimeMark>.Shared.Return(_marks);
        this = default;
    }

    private void RentFirst()
    {
        _marks = ArrayPool<TimeMark>.Shared.Rent(16);
        _marks[0] = _first;
    }

    private void Halve()
    {
        for (var i = 1; i < Capacity / 2; i++)
            _marks![i] = _marks[i * 2];
        _count = Capacity / 2;
        _stride = Math.Max(1, _stride) * 2;
    }

    private void Grow()
    {
        var larger = ArrayPool<TimeMark>.Shared.Rent(_marks!.Length * 4);
        All.CopyTo(larger);
        ArrayPool<TimeMark>.Shared.Return(_marks);
        _marks = larger;
    }
}
