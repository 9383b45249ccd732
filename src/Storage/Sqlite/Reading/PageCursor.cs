using System.Buffers.Binary;
using LlmSentinel.Storage.Paging;

namespace LlmSentinel.Storage.Sqlite.Reading;

/// <summary>Where a page ended: the key of its last exchange.</summary>
/// <param name="Row">Key of the row.</param>
internal readonly record struct PageCursor(long Row)
{
    private const byte Version = 2;

    public override string ToString()
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(place, Row);
        return CursorText.Write(Version, place);
    }

    /// <summary>Throws <see cref="ArgumentException"/> for anything that <see cref="ToString"/> did not make.</summary>
    public static PageCursor Parse(string text)
    {
        Span<byte> place = stackalloc byte[sizeof(long)];
        CursorText.Read(text, Version, place);
        return new PageCursor(BinaryPrimitives.ReadInt64BigEndian(place));
    }
}
