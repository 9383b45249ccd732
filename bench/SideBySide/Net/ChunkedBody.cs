namespace LlmSentinel.Bench.SideBySide.Net;

/// <summary>Finds the data in a chunked body, however it is cut into pieces. Trailers are not expected: the last chunk ends with an empty line.</summary>
internal struct ChunkedBody
{
    private State _state;
    private long _left;

    private enum State
    {
        Size,
        SizeEnd,
        Data,
        DataEnd,
        LastLine,
        Done,
    }

    /// <summary>Whether the last chunk is through.</summary>
    public readonly bool Done => _state == State.Done;

    /// <summary>Takes the next piece of data.</summary>
    /// <param name="bytes">What has arrived; what was looked at is cut off.</param>
    /// <param name="data">Data found; may be empty.</param>
    /// <returns>Whether to call again: false when all bytes are used up or the body is done.</returns>
    /// <exception cref="InvalidDataException">Not a chunked body.</exception>
    public bool Next(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> data)
    {
        data = default;
        while (bytes.Length > 0 && _state != State.Done)
        {
            if (_state == State.Data)
            {
                var take = (int)Math.Min(_left, bytes.Length);
                data = bytes[..take];
                bytes = bytes[take..];
                _left -= take;
                if (_left == 0)
                    _state = State.DataEnd;
                return true;
            }

            Framing(bytes[0]);
            bytes = bytes[1..];
        }

        return false;
    }

    private void Framing(byte value)
    {
        switch (_state)
        {
            case State.Size when value == '\r' || value == ';':
                _state = State.SizeEnd;
                break;
            case State.Size:
                _left = (_left * 16) + Hex(value);
                break;
            case State.SizeEnd when value == '\n':
                _state = _left == 0 ? State.LastLine : State.Data;
                break;
            case State.DataEnd when value == '\n':
                _state = State.Size;
                break;
            case State.LastLine when value == '\n':
                _state = State.Done;
                break;
            default:
                break;
        }
    }

    private static int Hex(byte value) =>
        char.IsAsciiHexDigit((char)value)
            ? char.IsAsciiDigit((char)value) ? value - '0' : (value | 0x20) - 'a' + 10
            : throw new InvalidDataException($"0x{value:x2} in the size of a chunk.");
}
