using System.Buffers;

namespace LlmSentinel.Proxy.Http1;

/// <summary>The lines after the last chunk, on their way to a client that was told of them.</summary>
internal static class Trailers
{
    /// <summary>
    /// The last chunk and the trailers as they came, but for those that would say something of the framing or of the connection
    /// (RFC 9110, section 6.5.1).
    /// </summary>
    /// <param name="lines">Up to and with the empty line.</param>
    /// <param name="cache">What the upstream's answers say again and again.</param>
    /// <exception cref="Http1Exception">One of them is no header.</exception>
    public static byte[] End(ReadOnlySpan<byte> lines, HeaderCache cache)
    {
        var end = new ArrayBufferWriter<byte>(lines.Length + 8);
        end.Write("0\r\n"u8);
        for (var line = HeadReader.NextLine(ref lines); !line.IsEmpty; line = HeadReader.NextLine(ref lines))
        {
            if (line.ContainsAnyInRange((byte)0, (byte)0x1f))
                throw new Http1Exception("The upstream sent a trailer with control characters.");
            if (cache.Read(line).Name.Meaning is not (HeaderMeaning.Plain or HeaderMeaning.Observed))
                continue;
            end.Write(line);
            end.Write("\r\n"u8);
        }

        end.Write("\r\n"u8);
        return end.WrittenSpan.ToArray();
    }
}
