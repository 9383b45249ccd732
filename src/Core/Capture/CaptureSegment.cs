using System.Buffers;

namespace LlmSentinel.Core.Capture;

/// <summary>One pooled piece of a <see cref="CaptureBuffer"/>. The object stays with its buffer, its memory goes back to the pool.</summary>
internal sealed class CaptureSegment : ReadOnlySequenceSegment<byte>
{
    /// <summary>A segment up to here is an array of the shared pool, of about its own length.</summary>
    public const int Short = SegmentPool.Bytes / 2;

    private byte[] _array = [];
    private int _length;

    public int Capacity { get; private set; }

    public int Length => _length;

    public int Free => Capacity - _length;

    public void Rent(int size, CaptureSegment? previous)
    {
        // No array of the shared pool that is rented for more, or for half as much, has the length of ours.
        _array = size is > Short and <= SegmentPool.Bytes ? SegmentPool.Rent() : ArrayPool<byte>.Shared.Rent(size);
        _length = 0;
        Capacity = size;
        Memory = default;
        Next = null;
        RunningIndex = previous is null ? 0 : previous.RunningIndex + previous._length;
        if (previous is not null)
            previous.Next = this;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_array.AsSpan(_length));
        _length += bytes.Length;
        Memory = _array.AsMemory(0, _length);
    }

    public void Return()
    {
        if (_array.Length == SegmentPool.Bytes)
            SegmentPool.Return(_array);
        else if (_array.Length > 0)
            ArrayPool<byte>.Shared.Return(_array);
        _array = [];
        _length = 0;
        Capacity = 0;
        Memory = default;
        Next = null;
    }
}
