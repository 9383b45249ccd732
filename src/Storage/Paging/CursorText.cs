using System.Buffers.Text;

namespace LlmSentinel.Storage.Paging;

/// <summary>
/// A place in a store as text that is opaque to the client: a version, the store's own bytes, and a check byte that catches a typo or a cut.
/// It is no protection, and none is needed: a cursor only names a place to start from.
/// </summary>
internal static class CursorText
{
    private const int Overhead = 2;

    /// <summary>The bytes as text.</summary>
    public static string Write(byte version, ReadOnlySpan<byte> place)
    {
        Span<byte> bytes = stackalloc byte[place.Length + Overhead];
        bytes[0] = version;
        place.CopyTo(bytes[1..]);
        bytes[^1] = Check(bytes[..^1]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Fills the bytes. Throws <see cref="ArgumentException"/> for anything that <see cref="Write"/> did not make of this version and length.</summary>
    public static void Read(string text, byte version, Span<byte> place)
    {
        Span<byte> bytes = stackalloc byte[place.Length + Overhead];
        if (text.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written)
            || written != bytes.Length
            || bytes[0] != version
            || bytes[^1] != Check(bytes[..^1]))
        {
            throw new ArgumentException("The cursor is not one that an earlier page returned as its next.", nameof(text));
        }

        bytes[1..^1].CopyTo(place);
    }

    private static byte Check(ReadOnlySpan<byte> bytes)
    {
        byte sum = 0x5A;
        foreach (var b in bytes)
            sum = (byte)((sum * 31) + b);
        return sum;
    }
}
