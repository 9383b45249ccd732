using System.Buffers.Binary;
using System.Buffers.Text;

namespace LlmSentinel.Storage.Influx.Reading;

/// <summary>Where a page ended: time and id of its last exchange. Opaque to the client.</summary>
/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="Id">Tells apart the exchanges of one time, which several sidecars may have written.</param>
internal readonly record struct PageCursor(long Time, Guid Id)
{
    // version, time, id, check byte
    private const int Length = 1 + 8 + 16 + 1;
    private const byte Version = 0x81;

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], Time);
        Id.TryWriteBytes(bytes[9..]);
        bytes[^1] = Check(bytes[..^1]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Throws <see cref="ArgumentException"/> for anything that <see cref="ToString"/> did not make.</summary>
    public static PageCursor Parse(string text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        if (text.Length != Base64Url.GetEncodedLength(Length)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != Length
            || bytes[0] != Version
            || bytes[^1] != Check(bytes[..^1]))
        {
            throw new ArgumentException("The cursor is not one that an earlier page returned as its next.", nameof(text));
        }

        return new PageCursor(BinaryPrimitives.ReadInt64BigEndian(bytes[1..]), new Guid(bytes[9..25]));
    }

    // Catches a typo or a cut; it is no protection, and none is needed: a cursor only names a place to start from.
    private static byte Check(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0x5A;
        foreach (var b in bytes)
            sum = (byte)((sum * 31) + b);
        return sum;
    }
}
