namespace LlmSentinel.Core.Wire.Framing;

/// <summary>
/// Splits newline-delimited JSON out of reads of any size. Keeps only the unfinished line. A mutable struct with pooled memory:
/// lives in a field, its owner calls <see cref="Release"/>.
/// </summary>
internal struct NdJsonFramer()
{
    private HeldBytes _line;
    private bool _given;
    private bool _pastFirstLine;
    private bool _skipping;

    /// <summary>Most bytes held of one line.</summary>
    public int MaxEventBytes { get; init; } = FramingLimits.EventBytes;

    /// <summary>Lines skipped because they were too long.</summary>
    public int Skipped { get; private set; }

    /// <summary>True when the next byte begins a line.</summary>
    public readonly bool IsBetweenEvents => !_skipping && (_given || _line.Length == 0);

    /// <summary>Bytes of memory held between reads.</summary>
    public readonly int HeldCapacity => _line.Capacity;

    /// <summary>Gives the next line that is not blank; false when the input is used up. Spans hold until the next call.</summary>
    public bool TryRead(ref ReadOnlySpan<byte> input, out WireEvent wireEvent)
    {
        if (_given)
            Forget();
        while (!input.IsEmpty)
        {
            var end = input.IndexOf((byte)'\n');
            if (end < 0)
                break;
            var line = input[..end];
            input = input[(end + 1)..];
            if (_skipping)
            {
                _skipping = false;
                continue;
            }

            if (_line.Length > 0)
            {
                _line.Append(line);
                line = _line.Span;
            }

            line = Trim(line);
            _pastFirstLine = true;
            if (line.IsEmpty)
            {
                _line.Clear();
                continue;
            }

            _given = true;
            wireEvent = new WireEvent(default, line);
            return true;
        }

        if (!_skipping && !input.IsEmpty)
            Keep(input);
        input = default;
        wireEvent = default;
        return false;
    }

    /// <summary>After the last read: gives a line that lacks its newline, if it is whole JSON all the same.</summary>
    public bool TryFinish(out WireEvent wireEvent)
    {
        if (_given)
            Forget();
        var line = Trim(_line.Span);
        _given = CompleteJson.Is(line);
        wireEvent = _given ? new WireEvent(default, line) : default;
        return _given;
    }

    /// <summary>Gives the memory back; the framer starts anew.</summary>
    public void Release()
    {
        _line.Release();
        this = new NdJsonFramer { MaxEventBytes = MaxEventBytes };
    }

    private readonly ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line)
    {
        if (!_pastFirstLine && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        return line.Trim(" \t\r"u8);
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        if (_line.Length + part.Length <= MaxEventBytes)
        {
            _line.Append(part);
            return;
        }

        Skipped++;
        _skipping = true;
        _pastFirstLine = true;
        _line.Clear();
    }

    private void Forget()
    {
        _given = false;
        _line.Clear();
    }
}
