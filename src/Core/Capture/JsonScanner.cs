using System.Buffers;

namespace LlmSentinel.Core.Capture;

/// <summary>
/// A resumable scanner of one JSON object that looks at its own members, and at those of one member's object, and skips everything
/// else. Checks the syntax it needs, no more. A mutable struct: lives in a field.
/// </summary>
internal struct JsonScanner
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> EndOfLiteral = SearchValues.Create(",}] \t\r\n"u8);

    private State _state;
    private long _valueStart;
    private long _optionsStart;
    private int _depth;
    private bool _inOptions;
    private bool _noMember;
    private bool _oddBackslashes;
    private byte _first;

    private enum State : byte
    {
        BeforeObject,
        BeforeFirstKey,
        BeforeKey,
        Key,
        BeforeColon,
        BeforeValue,
        String,
        Literal,
        Nested,
        NestedString,
        AfterValue,
        Done,
        Failed,
    }

    /// <summary>True once the object is closed and nothing but blanks followed.</summary>
    public readonly bool IsComplete => _state == State.Done;

    /// <summary>Scans the next bytes, the first of which stands at <paramref name="offset"/>. False: nothing more to find.</summary>
    public bool Read(ReadOnlySpan<byte> bytes, long offset, RequestFieldSink sink)
    {
        var i = 0;
        while (i < bytes.Length)
        {
            switch (_state)
            {
                case State.Key or State.String or State.NestedString:
                    i = InString(bytes, i, offset, sink);
                    continue;
                case State.Nested:
                    i = InNested(bytes, i, offset, sink);
                    continue;
                case State.Literal:
                    i = InLiteral(bytes, i, offset, sink);
                    continue;
                case State.Failed:
                    return false;
            }

            var b = bytes[i];
            if (b is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                i++;
                continue;
            }

            i = Between(b, i, offset, sink);
        }

        return _state != State.Failed;
    }

    /// <summary>A byte outside of any value that is no blank. Returns where to go on.</summary>
    private int Between(byte b, int i, long offset, RequestFieldSink sink)
    {
        switch (_state, b)
        {
            case (State.BeforeObject, (byte)'{'):
                _state = State.BeforeFirstKey;
                _noMember = true;
                break;
            case (State.BeforeObject, 0xEF or 0xBB or 0xBF):
                break;
            case (State.BeforeFirstKey or State.BeforeKey, (byte)'"'):
                _noMember = false;
                _state = State.Key;
                sink.StartKey();
                break;
            case (State.BeforeFirstKey or State.AfterValue, (byte)'}'):
                Close(offset + i, sink);
                break;
            case (State.BeforeColon, (byte)':'):
                _state = State.BeforeValue;
                break;
            case (State.AfterValue, (byte)','):
                _state = State.BeforeKey;
                break;
            case (State.BeforeValue, _):
                return StartValue(b, i, offset, sink);
            default:
                _state = State.Failed;
                break;
        }

        return i + 1;
    }

    private int StartValue(byte b, int i, long offset, RequestFieldSink sink)
    {
        _valueStart = offset + i;
        _first = b;
        switch (b)
        {
            case (byte)'"':
                _state = State.String;
                return i + 1;
            case (byte)'{' when sink.WantsMembers:
                _inOptions = true;
                _noMember = true;
                _optionsStart = _valueStart;
                _state = State.BeforeFirstKey;
                sink.StartOptions();
                return i + 1;
            case (byte)'{' or (byte)'[':
                _state = State.Nested;
                _depth = 1;
                return i + 1;
            case (byte)'t' or (byte)'f' or (byte)'n' or (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                _state = State.Literal;
                return i;
            default:
                _state = State.Failed;
                return i;
        }
    }

    private void Close(long at, RequestFieldSink sink)
    {
        if (_inOptions)
        {
            _inOptions = false;
            sink.EndOptions(new JsonRange(JsonKind.Object, _optionsStart, at + 1), _noMember);
            _noMember = false;
            _state = State.AfterValue;
            return;
        }

        sink.Layout.ClosingBrace = at;
        sink.Layout.IsEmpty = _noMember;
        _state = State.Done;
    }

    private int InString(ReadOnlySpan<byte> bytes, int i, long offset, RequestFieldSink sink)
    {
        var end = EndOfString(bytes[i..]);
        var part = end < 0 ? bytes[i..] : bytes.Slice(i, end);
        if (_state == State.Key)
            sink.AddKey(part);
        else if (_state == State.String && sink.WantsValue)
            sink.AddValue(part);
        if (end < 0)
            return bytes.Length;

        i += end + 1;
        switch (_state)
        {
            case State.Key:
                sink.EndKey(_inOptions);
                _state = State.BeforeColon;
                break;
            case State.NestedString:
                _state = State.Nested;
                break;
            default:
                EndValue(JsonKind.String, offset + i, sink);
                break;
        }

        return i;
    }

    /// <summary>
    /// Index of the quote that ends the string, or -1. Searches quotes only and counts the backslashes before each: text full of
    /// escaped line ends costs nothing extra.
    /// </summary>
    private int EndOfString(ReadOnlySpan<byte> bytes)
    {
        var from = 0;
        while (true)
        {
            var next = bytes[from..].IndexOf((byte)'"');
            var before = next < 0 ? bytes[from..] : bytes.Slice(from, next);
            var lastOther = before.LastIndexOfAnyExcept((byte)'\\');
            var odd = (before.Length - 1 - lastOther) % 2 != 0;
            // The run of backslashes may go on from the read before.
            if (lastOther < 0)
                odd ^= _oddBackslashes;
            if (next < 0)
            {
                _oddBackslashes = odd;
                return -1;
            }

            _oddBackslashes = false;
            if (!odd)
                return from + next;
            from += next + 1;
        }
    }

    private int InNested(ReadOnlySpan<byte> bytes, int i, long offset, RequestFieldSink sink)
    {
        var next = bytes[i..].IndexOfAny(Structure);
        if (next < 0)
            return bytes.Length;
        i += next;
        switch (bytes[i++])
        {
            case (byte)'"':
                _state = State.NestedString;
                break;
            case (byte)'{' or (byte)'[':
                _depth++;
                break;
            default:
                if (--_depth == 0)
                    EndValue(_first == (byte)'{' ? JsonKind.Object : JsonKind.Array, offset + i, sink);
                break;
        }

        return i;
    }

    private int InLiteral(ReadOnlySpan<byte> bytes, int i, long offset, RequestFieldSink sink)
    {
        var length = bytes[i..].IndexOfAny(EndOfLiteral);
        var part = length < 0 ? bytes[i..] : bytes.Slice(i, length);
        if (sink.WantsValue)
            sink.AddValue(part);
        i += part.Length;
        if (length >= 0)
        {
            var kind = sink.WantsValue ? sink.Literal() : JsonKind.Number;
            if (kind == JsonKind.Absent)
                _state = State.Failed;
            else
                EndValue(kind, offset + i, sink);
        }

        return i;
    }

    private void EndValue(JsonKind kind, long end, RequestFieldSink sink)
    {
        sink.EndValue(new JsonRange(kind, _valueStart, end));
        _state = State.AfterValue;
    }
}
