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

    /// <summary>Writes the changed body.</summary>
    public void Apply(in ReadOnlySequence<byte> body, IBufferWriter<byte> output)
    {
        foreach (var part in body.Slice(0, Offset))
            output.Write(part.Span);
        output.Write(Inserted.Span);
        foreach (var part in body.Slice(Offset + Removed))
            output.Write(part.Span);
    }
}
