using System.Buffers;

namespace LlmSentinel.Core.Usage;

/// <summary>A change of one place in a request body.</summary>
/// <param name="Offset">Where.</param>
/// <param name="Removed">Bytes taken out there.</param>
/// <param name="Inserted">Bytes put in there.</param>
public readonly record struct BodyEdit(long Offset, int Removed, ReadOnlyMemory<byte> Inserted)
{
    /// <summary>By how much the body grows.</summary>
    public int Growth => Inserted.Length - Removed;

    /// <summary>Writes the changed body to <paramref name="target"/>, which is <see cref="Growth"/> longer than the body.</summary>
    public void Apply(in ReadOnlySequence<byte> body, Span<byte> target)
    {
        body.Slice(0, Offset).CopyTo(target);
        target = target[(int)Offset..];
        Inserted.Span.CopyTo(target);
        body.Slice(Offset + Removed).CopyTo(target[Inserted.Length..]);
    }
}
