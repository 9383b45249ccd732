using System.Buffers.Binary;
using LlmSentinel.Storage.Paging;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Where a page ended: time and id of its last exchange.</summary>
/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="Id">Tells apart the exchanges of one time, which several sidecars may have written.</param>
internal readonly record struct PageCursor(long Time, Guid Id)
{
    private const int Length = 8 + 16;
    private const byte Version = 0x81;

    public override string ToString()
    {
        Span<byte> place = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(place, Time);
        Id.TryWriteBytes(place[8..]);
        return CursorText.Write(Version, place);
    }

    /// <summary>Throws <see cref="ArgumentException"/> for anything that <see cref="ToString"/> did not make.</summary>
    public static PageCursor Parse(string text)
    {
        Span<byte> place = stackalloc byte[Length];
        CursorText.Read(text, Version, place);
        return new PageCursor(BinaryPrimitives.ReadInt64BigEndian(place), new Guid(place[8..]));
    }
}
