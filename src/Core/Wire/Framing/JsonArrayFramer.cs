using System.Buffers;

namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Gives the elements of a top-level JSON array as they arrive (Gemini without <c>alt=sse</c>). An object is given with its closing
/// brace, not only at the comma behind it. Tracks strings, escapes and depth; checks no other syntax. A mutable struct with pooled
/// memory: lives in a field, its owner calls <see cref="Release"/>.
/// </summary>
internal struct JsonArrayFramer()
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],"u8);

    private HeldBytes _element;
    private int _depth;
    private State _state;
    private bool _inString;
    private bool _escaped;
    private bool _given;
    private bool _skipping;

    private enum State
    {
        BeforeArray,
        BetweenElements,
        InScalar,
        InComposite,
        Ended,
    }

    /// <summary>Most bytes held of one element.</summary>
    public int MaxEventBytes { get; init; } = FramingLimits.EventBytes;

    /// <summary>Elements skipped because they were too long.</summary>
    public int Skipped { get; private set; }

    /// <summary>True once the array's closing bracket was seen.</summary>
    public bool Closed { get; private set; }

    /// <summary>Bytes of memory held between reads.</summary>
    public readonly int HeldCapacity => _element.Capacity;

    /// <summary>Gives the next element; false when the input is used up. Spans hold until the next call.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out WireEvent wireEvent)
    {
        if (_given)
            Forget();
        while (!input.IsEmpty && _state != State.Ended)
        {
            if (_state <= State.BetweenElements)
            {
                input = Between(input);
                continue;
            }

            var end = FindEnd(input);
            if (end < 0)
                break;

            var part = input[..end];
            input = input[end..];
            _state = State.BetweenElements;
            if (_skipping)
            {
                _skipping = false;
                continue;
            }

            if (_element.Length > 0)
            {
                _element.Append(part);
                part = _element.Span;
            }

            _given = true;
            wireEvent = new WireEvent(default, part.TrimEnd(" \t\r\n"u8));
            return true;
        }

        if (_state is State.InScalar or State.InComposite && !_skipping)
            Keep(input);
        input = default;
        wireEvent = default;
        return false;
    }

    /// <summary>Gives the memory back; the framer starts anew.</summary>
    public void Release()
    {
        _element.Release();
        this = new JsonArrayFramer { MaxEventBytes = MaxEventBytes };
    }

    private ReadOnlySpan<byte> Between(ReadOnlySpan<byte> input)
    {
        switch (input[0])
        {
            case (byte)'[' when _state == State.BeforeArray:
                _state = State.BetweenElements;
                return input[1..];
            case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF:
                return input[1..];
            case (byte)',' when _state == State.BetweenElements:
                return input[1..];
            case (byte)']' when _state == State.BetweenElements:
                Closed = true;
                _state = State.Ended;
                return default;
            default:
                // No array, or a brace too many: nothing can be found any more.
                _state = _state == State.BeforeArray || input[0] == (byte)'}' ? State.Ended
                    : input[0] is (byte)'{' or (byte)'[' ? State.InComposite
                    : State.InScalar;
                return input;
        }
    }

    /// <summary>Length of the part of <paramref name="input"/> that ends the element, or -1.</summary>
    private int FindEnd(ReadOnlySpan<byte> input)
    {
        var i = 0;
        while (i < input.Length)
        {
            if (_inString)
            {
                i = InString(input, i);
                continue;
            }

            var next = input[i..].IndexOfAny(Structure);
            if (next < 0)
                return -1;
            i += next;
            switch (input[i])
            {
                case (byte)'"':
                    _inString = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)',' when _depth == 0:
                    return i;
                case (byte)'}' or (byte)']' when _depth == 0:
                    return i;
                case (byte)'}' or (byte)']':
                    if (--_depth == 0 && _state == State.InComposite)
                        return i + 1;
                    break;
            }

            i++;
        }

        return -1;
    }

    private int InString(ReadOnlySpan<byte> input, int i)
    {
        if (_escaped)
        {
            _escaped = false;
            return i + 1;
        }

        var next = input[i..].IndexOfAny((byte)'"', (byte)'\\');
        if (next < 0)
            return input.Length;
        if (input[i + next] == (byte)'"')
            _inString = false;
        else
            _escaped = true;
        return i + next + 1;
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_element.Length + part.Length <= MaxEventBytes)
        {
            _element.Append(part);
            return;
        }

        Skipped++;
        _skipping = true;
        _element.Clear();
    }

    private void Forget()
    {
        _given = false;
        _element.Clear();
    }
}
