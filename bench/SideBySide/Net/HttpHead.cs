using System.Buffers.Text;

namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>What both ends need of an HTTP/1.1 head.</summary>
internal readonly record struct HttpHead(long ContentLength, bool Chunked)
{
    /// <summary>What ends a head.</summary>
    public static ReadOnlySpan<byte> End => "\r\n\r\n"u8;

    /// <summary>Reads the framing headers.</summary>
    /// <param name="head">From the start line to the empty line.</param>
    public static HttpHead Read(ReadOnlySpan<byte> head)
    {
        var length = -1L;
        var chunked = false;
        head = head[(head.IndexOf((byte)'\n') + 1)..];
        while (head.Length > 2)
        {
            var end = head.IndexOf((byte)'\n');
            var line = head[..end];
            head = head[(end + 1)..];
            // Told apart by length first: nearly every line is neither.
            if (line.Length > 15 && (line[0] | 0x20) == 'c' && Starts(line, "content-length:"u8))
                length = Utf8Parser.TryParse(line[15..].TrimStart((byte)' '), out long value, out _) ? value : -1;
            else if (line.Length > 18 && (line[0] | 0x20) == 't' && Starts(line, "transfer-encoding:"u8))
                chunked = line.IndexOf("chunked"u8) > 0;
        }

        return new HttpHead(length, chunked);
    }

    /// <summary>Status of a response's head.</summary>
    public static int Status(ReadOnlySpan<byte> head) => Utf8Parser.TryParse(head[9..], out int status, out _) ? status : 0;

    private static bool Starts(ReadOnlySpan<byte> line, ReadOnlySpan<byte> lowerCase)
    {
        for (var i = 0; i < lowerCase.Length; i++)
        {
            if ((line[i] | 0x20) != lowerCase[i])
                return false;
        }

        return true;
    }
}
