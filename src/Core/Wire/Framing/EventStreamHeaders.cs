using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>The headers of an event-stream frame that say what it is. Spans of the frame.</summary>
internal ref struct EventStreamHeaders
{
    public ReadOnlySpan<byte> MessageType { get; private set; }

    public ReadOnlySpan<byte> EventType { get; private set; }

    public ReadOnlySpan<byte> ExceptionType { get; private set; }

    private ReadOnlySpan<byte> _errorCode;
    private ReadOnlySpan<byte> _errorMessage;

    /// <summary>Reads a frame's header block; false when it is not well formed.</summary>
    public bool TryRead(ReadOnlySpan<byte> block)
    {
        while (!block.IsEmpty)
        {
            int nameLength = block[0];
            if (block.Length < nameLength + 2)
                return false;
            var name = block.Slice(1, nameLength);
            var type = block[nameLength + 1];
            block = block[(nameLength + 2)..];
            if (!TryValue(ref block, type, out var value))
                return false;
            if (type == 7)
                Take(name, value);
        }

        return true;
    }

    /// <summary>Writes code and message of an error frame as JSON.</summary>
    public readonly void WriteError(ref HeldBytes target)
    {
        target.Clear();
        target.Append("{\"code\":\""u8);
        target.Append(Escape(_errorCode));
        target.Append("\",\"message\":\""u8);
        target.Append(Escape(_errorMessage));
        target.Append("\"}"u8);
    }

    private static ReadOnlySpan<byte> Escape(ReadOnlySpan<byte> text) =>
        JsonEncodedText.Encode(Encoding.UTF8.GetString(text)).EncodedUtf8Bytes;

    private static bool TryValue(scoped ref ReadOnlySpan<byte> block, byte type, out ReadOnlySpan<byte> value)
    {
        value = default;
        var start = 0;
        int length;
        switch (type)
        {
            case 0 or 1:
                length = 0;
                break;
            case 2:
                length = 1;
                break;
            case 3:
                length = 2;
                break;
            case 4:
                length = 4;
                break;
            case 5 or 8:
                length = 8;
                break;
            case 9:
                length = 16;
                break;
            case 6 or 7 when block.Length >= 2:
                start = 2;
                length = BinaryPrimitives.ReadUInt16BigEndian(block);
                break;
            default:
                return false;
        }

        if (block.Length < start + length)
            return false;
        value = block.Slice(start, length);
        block = block[(start + length)..];
        return true;
    }

    private void Take(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.SequenceEqual(":message-type"u8))
            MessageType = value;
        else if (name.SequenceEqual(":event-type"u8))
            EventType = value;
        else if (name.SequenceEqual(":exception-type"u8))
            ExceptionType = value;
        else if (name.SequenceEqual(":error-code"u8))
            _errorCode = value;
        else if (name.SequenceEqual(":error-message"u8))
            _errorMessage = value;
    }
}
