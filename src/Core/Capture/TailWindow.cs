using System.Buffers;

namespace LlmSentinel.Core.Capture;

/// <summary>The last bytes of a body: a ring over one pooled array.</summary>
internal struct TailWindow
{
    /// <summary>Bytes kept.</summary>
    public const int Size = 16 * 1024;

    private byte[]? _ring;
    private int _next;

    /// <summary>Bytes held, at most <see cref="Size"/>.</summary>
    public int Length { get; private set; }

    public readonly bool IsRented => _ring is not null;

    public void Rent() => _ring = ArrayPool<byte>.Shared.Rent(Size);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_ring is null)
            return;
        if (bytes.Length > Size)
            bytes = bytes[^Size..];
        var first = Math.Min(bytes.Length, Size - _next);
        bytes[..first].CopyTo(_ring.AsSpan(_next));
        bytes[first..].CopyTo(_ring);
        _next = (_next + bytes.Length) % Size;
        Length = Math.Min(Size, Length + bytes.Length);
    }

    /// <summary>Copies the last bytes, in order, to the end of <paramref name="destination"/>; returns how many.</summary>
    public readonly int CopyTo(Span<byte> destination)
    {
        if (_ring is null)
            return 0;
        var count = Math.Min(Length, destination.Length);
        var target = destination[^count..];
        var start = (_next - count + Size) % Size;
        var first = Math.Min(count, Size - start);
        _ring.AsSpan(start, first).CopyTo(target);
        _ring.AsSpan(0, count - first).CopyTo(target[first..]);
        return count;
    }

    public void Return()
    {
        if (_ring is not null)
            ArrayPool<byte>.Shared.Return(_ring);
        this = default;
    }
}
