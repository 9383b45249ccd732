using System.Buffers;
using System.Text;

namespace LlmSentinel.Proxy.Http1;

/// <summary>Writes text into an array from the shared pool, which grows with it. A mutable value: keep it where it is.</summary>
internal struct HeadWriter(int bytes)
{
    /// <summary>What is written to; to be given back to the shared pool.</summary>
    public byte[] Array { get; private set; } = ArrayPool<byte>.Shared.Rent(bytes);

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Writes characters as the bytes they came as (Latin-1).</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        Length += Encoding.Latin1.GetBytes(text, Array.AsSpan(Length));
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(Array.AsSpan(Length));
        Length += bytes.Length;
    }

    public void Write(long number)
    {
        const int MostDigits = 20;
        Reserve(MostDigits);
        number.TryFormat(Array.AsSpan(Length), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    private void Reserve(int bytes)
    {
        if (Array.Length - Length >= bytes)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Array.Length * 2, Length + bytes));
        Array.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(Array);
        Array = larger;
    }
}
