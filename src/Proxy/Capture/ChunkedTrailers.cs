using System.Buffers;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace LlmSentinel.Proxy.Capture;

/// <summary>
/// Chunk framing of our own for the rare HTTP/1.1 answer that announces trailers: Kestrel has none on HTTP/1.1, but leaves the framing to
/// an application that sets Transfer-Encoding itself (RFC 9112, section 7.1).
/// </summary>
internal static class ChunkedTrailers
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();

    /// <summary>One chunk around <paramref name="data"/>, in one rented array; the caller gives it back.</summary>
    public static (byte[] Rented, int Length) Chunk(ReadOnlySpan<byte> data)
    {
        var rented = ArrayPool<byte>.Shared.Rent(data.Length + 16);
        data.Length.TryFormat(rented, out var length, "x", CultureInfo.InvariantCulture);
        length += Append(rented, length, LineEnd);
        length += Append(rented, length, data);
        length += Append(rented, length, LineEnd);
        return (rented, length);
    }

    /// <summary>The last chunk and the trailers, byte for byte as they came.</summary>
    public static byte[] End(HttpResponseHeaders trailers)
    {
        var text = new StringBuilder("0\r\n");
        foreach (var (name, values) in trailers.NonValidated)
        {
            foreach (var value in values)
                text.Append(name).Append(": ").Append(value).Append("\r\n");
        }

        return Encoding.Latin1.GetBytes(text.Append("\r\n").ToString());
    }

    private static int Append(byte[] target, int offset, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target.AsSpan(offset));
        return bytes.Length;
    }
}
