using System.Buffers;

namespace LlmSentinel.Proxy.Http1;

/// <summary>
/// Takes the chunk framing out of a body, in place, whatever pieces it comes in (RFC 9112, section 7.1). A mutable value:
/// keep it where it is.
/// </summary>
internal struct ChunkedDecoder
{
    // Of anything between the data: sizes, extensions, all trailers.
    private const int LongestFraming = 16 * 1024;

    private readonly ArrayBufferWriter<byte>? _trailers;
    private State _state;
    private long _left;
    private bool _hasDigit;
    private bool _hasColon;
    private bool _hasText;
    private int _framing;

    /// <param name="trailers">Takes the trailer lines as they come, up to the empty one; null: they are dropped.</param>
    public ChunkedDecoder(ArrayBufferWriter<byte>? trailers) => _trailers = trailers;

    private enum State : byte
    {
        Size,
        SizeEnd,
        Extension,
        Data,
        DataEnd,
        DataLineEnd,
        Trailer,
        Done,
    }

    /// <summary>True once the last chunk and the trailers have been read.</summary>
    public readonly bool IsDone => _state == State.Done;

    /// <summary>Decodes what came.</summary>
    /// <param name="bytes">What came; overwritten.</param>
    /// <param name="consumed">How many of these bytes belong to the body: all of them until it is done.</param>
    /// <returns>Where in <paramref name="bytes"/> the data now is.</returns>
    /// <exception cref="Http1Exception">These are no chunks.</exception>
    public (int Offset, int Length) Decode(Span<byte> bytes, out int consumed)
    {
        int at = 0, offset = 0, length = 0;
        while (at < bytes.Length && _state != State.Done)
        {
            if (_state == State.Data)
            {
                var count = (int)Math.Min(_left, bytes.Length - at);
                if (length == 0)
                    offset = at;
                else
                    bytes.Slice(at, count).CopyTo(bytes[(offset + length)..]);
                length += count;
                at += count;
                _left -= count;
                if (_left == 0)
                    _state = State.DataEnd;
            }
            else if (_state == State.Trailer)
            {
                at += Trailer(bytes[at..]);
            }
            else
            {
                Frame(bytes[at++]);
            }
        }

        consumed = at;
        return (offset, length);
    }

    private void Frame(byte b)
    {
        switch (_state)
        {
            case State.Size when HexValue(b) is >= 0 and var digit:
                if (_left > long.MaxValue >> 4 || ++_framing > LongestFraming)
                    throw Broken();
                _left = (_left << 4) | (uint)digit;
                _hasDigit = true;
                break;
            case State.Size when !_hasDigit:
                throw Broken();
            case State.Size when b is (byte)'\r':
                _state = State.SizeEnd;
                break;
            case State.Size when b is (byte)';' or (byte)' ' or (byte)'\t':
                _state = State.Extension;
                break;
            case State.Size or State.SizeEnd or State.Extension when b is (byte)'\n':
                _state = _left == 0 ? State.Trailer : State.Data;
                _hasDigit = false;
                _framing = 0;
                break;
            case State.Extension when ++_framing <= LongestFraming:
                break;
            case State.DataEnd when b is (byte)'\r':
                _state = State.DataLineEnd;
                break;
            case State.DataEnd or State.DataLineEnd when b is (byte)'\n':
                _state = State.Size;
                break;
            default:
                throw Broken();
        }
    }

    /// <summary>Reads to the end of a trailer line, or as far as the bytes go; an empty line ends the body.</summary>
    private int Trailer(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        var piece = end < 0 ? bytes : bytes[..(end + 1)];
        _framing += piece.Length;
        if (_framing > LongestFraming)
            throw Broken();
        _hasText |= piece.ContainsAnyExcept("\r\n"u8);
        _hasColon |= piece.Contains((byte)':');
        _trailers?.Write(piece);
        if (end < 0)
            return piece.Length;

        if (!_hasText)
            _state = State.Done;
        else if (!_hasColon)
            throw Broken();
        _hasText = _hasColon = false;
        return piece.Length;
    }

    private static int HexValue(byte b) =>
        b is >= (byte)'0' and <= (byte)'9' ? b - '0' : (b | 0x20) is >= 'a' and <= 'f' ? (b | 0x20) - 'a' + 10 : -1;

    private static Http1Exception Broken() => new("The upstream sent a body whose chunks cannot be read.");
}
