using System.Buffers;

namespace LlmSentinel.Proxy.Http1;

/// <summary>Where the body of an answer ends (RFC 9112, section 6.3).</summary>
internal enum BodyEnd : byte
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>After so many bytes.</summary>
    Length,

    /// <summary>After the last chunk.</summary>
    Chunks,

    /// <summary>With the connection.</summary>
    Close,
}

/// <summary>The body of an answer as it comes in, without its framing. A mutable value: keep it where it is.</summary>
internal struct ResponseBody
{
    private readonly BodyEnd _end;
    private long _left;
    private ChunkedDecoder _chunks;

    /// <param name="end">Where it ends.</param>
    /// <param name="length">Bytes, where that is its end.</param>
    /// <param name="trailers">Takes the lines after the last chunk, each with its end; null: they are dropped.</param>
    public ResponseBody(BodyEnd end, long length, ArrayBufferWriter<byte>? trailers)
    {
        _end = end;
        _left = length;
        _chunks = new ChunkedDecoder(trailers);
    }

    /// <summary>True when all of it has been taken. Of one that ends with the connection only that tells.</summary>
    public readonly bool IsDone => _end switch
    {
        BodyEnd.None => true,
        BodyEnd.Length => _left == 0,
        BodyEnd.Chunks => _chunks.IsDone,
        _ => false,
    };

    public readonly bool EndsWithConnection => _end == BodyEnd.Close;

    /// <summary>What came of it. Valid until the connection's next receive.</summary>
    /// <exception cref="Http1Exception">It breaks the rules of its framing.</exception>
    public ReadOnlyMemory<byte> Take(Http1Connection connection)
    {
        var received = connection.Received;
        switch (_end)
        {
            case BodyEnd.None:
                return ReadOnlyMemory<byte>.Empty;
            case BodyEnd.Chunks:
                var (offset, length) = _chunks.Decode(received.Span, out var consumed);
                connection.Consume(consumed);
                return received.Slice(offset, length);
            case BodyEnd.Length:
                received = received[..(int)Math.Min(_left, received.Length)];
                _left -= received.Length;
                break;
        }

        connection.Consume(received.Length);
        return received;
    }
}
