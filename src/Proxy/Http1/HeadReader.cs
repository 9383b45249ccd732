using System.Runtime.CompilerServices;

namespace LlmSentinel.Proxy.Http1;

/// <summary>Finds the head of an answer in what comes in.</summary>
internal static class HeadReader
{
    // As much as .NET's own client takes.
    private const int LongestHead = 64 * 1024;

    /// <summary>Waits for the head of the final answer and gives its length; the connection holds it then, and what came after it.</summary>
    /// <exception cref="Http1Exception">The connection ended before, or this is no head.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<int> ReceiveAsync(Http1Connection connection)
    {
        var searched = 0;
        while (true)
        {
            var length = Find(connection.Received.Span, ref searched);
            if (searched > LongestHead)
                throw TooLong();
            if (length > 0)
            {
                if (!IsInformational(connection.Received.Span))
                    return length;
                connection.Consume(length);
                searched = 0;
                continue;
            }

            if (connection.Received.Length > LongestHead)
                throw TooLong();
            if (await connection.ReceiveAsync() == 0)
                throw new Http1Exception("The upstream closed the connection before it answered.");
        }
    }

    /// <summary>Takes the next line, without its end, off the front of a head.</summary>
    public static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> head)
    {
        var end = head.IndexOf((byte)'\n');
        var line = head[..end];
        head = head[(end + 1)..];
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    /// <summary>The length of a head up to and with its empty line; 0 when that has not come yet.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="searched">How far its lines have been looked through: the beginning of the one that has no end yet.</param>
    private static int Find(ReadOnlySpan<byte> bytes, ref int searched)
    {
        while (true)
        {
            var rest = bytes[searched..];
            var end = rest.IndexOf((byte)'\n');
            if (end < 0)
                return 0;
            searched += end + 1;
            if (end == 0 || (end == 1 && rest[0] == '\r'))
                return searched;
        }
    }

    private static Http1Exception TooLong() => new($"The upstream's answer has a head of more than {LongestHead} bytes.");

    private static bool IsInformational(ReadOnlySpan<byte> head) => StatusLine.Parse(NextLine(ref head)).IsInformational;
}
