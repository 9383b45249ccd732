using System.Buffers;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Bytes a framer keeps between two reads, in one pooled array. A mutable struct: lives in a field, is never copied.
/// Its owner calls <see cref="Release"/>.
/// </summary>
internal struct HeldBytes
{
    /// <summary>Arrays up to this size stay for the next event, larger ones go back to the pool at once.</summary>
    private const int KeptCapacity = 64 * 1024;

    private byte[]? _array;

    public int Length { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public readonly int Capacity => _array is null ? 0 : _array.Length;

    public readonly ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var needed = Length + bytes.Length;
        if (needed > Capacity)
            Grow(needed);
        bytes.CopyTo(_array.AsSpan(Length));
        Length = needed;
    }

    public void Append(byte value) => Append(new ReadOnlySpan<byte>(in value));

    /// <summary>Forgets the bytes, keeps a small array.</summary>
    public void Clear()
    {
        if (Capacity > KeptCapacity)
            Release();
        Length = 0;
    }

    /// <summary>Forgets the bytes and gives the array back.</summary>
    public void Release()
    {
        if (_array is not null)
            ArrayPool<byte>.Shared.Return(_array);
        _array = null;
        Length = 0;
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, 256), Capacity * 2));
        Span.CopyTo(larger);
        if (_array is not null)
            ArrayPool<byte>.Shared.Return(_array);
        _array = larger;
    }
}
